"""How a briefing is written as a workbook: its sheets, and charts that Excel can edit."""
