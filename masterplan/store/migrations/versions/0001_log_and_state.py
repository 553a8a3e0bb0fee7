"""The first schema: the log, the derived state, and what may be changed"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

LOG = ("revision", "workbook", "delivery", "item", "statement", "release", "body", "mark")
INSERT_ONLY = (*LOG, "coverage_delta")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=32), nullable=False, comment="opaque; the log names only this"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "person_text",
        sa.Column("token", sa.String(length=64), nullable=False, comment="salted hash that stands in the log"),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True, comment="empty: erased"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_person_text")),
    )
    op.create_table(
        "saved_view",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False, comment="its address"),
        sa.Column("parameters", sa.Text(), nullable=False, comment="of the address: name to value (JSON)"),
        sa.Column("saved_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_view")),
    )
    op.create_table(
        "state",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("item", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False, comment="all, released, or both"),
        sa.Column("fields", sa.Text(), nullable=False, comment="the folded row: field to value (JSON)"),
        sa.Column(
            "statement",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="origin of the fields that are not in origins",
        ),
        sa.Column("stated_on", sa.Date(), nullable=False, comment="day of that statement"),
        sa.Column("origins", sa.Text(), nullable=True, comment="field to [statement, its day] (JSON)"),
        sa.Column("renumbered", sa.Boolean(), nullable=False, comment="number or title differ from the day before"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state")),
    )
    op.create_index("ix_state_cut", "state", ["item", "effective_on", "revision", "audience"], unique=True)
    op.create_index(
        "ix_state_renumbered",
        "state",
        ["item"],
        unique=False,
        sqlite_where=sa.text("renumbered"),
        postgresql_where=sa.text("renumbered"),
    )
    op.create_table(
        "coverage_delta",
        sa.Column("subject", sa.String(length=8), nullable=False, comment="service or county"),
        sa.Column(
            "revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False, comment="all, released, or both"),
        sa.Column("counts", sa.Text(), nullable=False, comment="group to signed changes, one for each state (JSON)"),
        sa.PrimaryKeyConstraint("subject", "revision", "effective_on", "audience", name=op.f("pk_coverage_delta")),
    )
    op.create_table(
        "coverage_snapshot",
        sa.Column("subject", sa.String(length=8), nullable=False, comment="service or county"),
        sa.Column(
            "span",
            sa.String(length=5),
            nullable=False,
            comment="month: all deltas up to its end; day: those since it began",
        ),
        sa.Column("until", sa.Date(), nullable=False, comment="the last day counted"),
        sa.Column("audience", sa.String(length=8), nullable=False, comment="all, released, or both"),
        sa.Column("counts", sa.Text(), nullable=False, comment="group to counts at the newest revision (JSON)"),
        sa.PrimaryKeyConstraint("subject", "span", "until", "audience", name=op.f("pk_coverage_snapshot")),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column(
            "link",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 over the previous link and this revision's log rows",
        ),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_revision_account_account")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sa.UniqueConstraint("recorded_at", name=op.f("uq_revision_recorded_at")),
    )
    op.create_table(
        "body",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("entry", sa.Text(), nullable=False, comment="one row of data/reference/bodies.csv (JSON)"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_body_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", "valid_from", "revision", name=op.f("pk_body")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_item_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("key", name=op.f("uq_item_key")),
    )
    op.create_index("ix_item_kind", "item", ["kind"], unique=False)
    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=40), nullable=False, comment="demo: an example database, for ever"),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_mark_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
    op.create_table(
        "workbook",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_workbook_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_workbook")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workbook", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column(
            "ministry",
            sa.String(length=24),
            nullable=True,
            comment="key of the Ressort whose scope the file covers; empty: the whole part",
        ),
        sa.Column("stand", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False, comment="false: imported as partial, withdraws nothing"),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the rows as read, to recognise equal contents",
        ),
        sa.Column(
            "signature", sa.String(length=64), nullable=False, comment="SHA-256 of cells, name, options and rules"
        ),
        sa.Column("parts", sa.Integer(), nullable=False, comment="how many parts and Ressorts the file has"),
        sa.Column("columns", sa.Text(), nullable=False, comment="sheet, kind, field to column letter (JSON)"),
        sa.Column(
            "scope", sa.Text(), nullable=True, comment="the ARS covered (JSON); empty: told by part and ministry"
        ),
        sa.Column("options", sa.Text(), nullable=False, comment="what the person who imported settled (JSON)"),
        sa.Column("counts", sa.Text(), nullable=False, comment="(JSON)"),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False, comment="(JSON)"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_delivery_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["workbook"], ["workbook.sha256"], name=op.f("fk_delivery_workbook_workbook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_part_stand", "delivery", ["part", "stand"], unique=False)
    op.create_table(
        "workbook_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True, comment="as delivered; empty: replaced by a tombstone"),
        sa.Column("tombstone", sa.Text(), nullable=True, comment="why the content was removed"),
        sa.ForeignKeyConstraint(["sha256"], ["workbook.sha256"], name=op.f("fk_workbook_content_sha256_workbook")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_workbook_content")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False, comment="released in the same transaction"),
        sa.Column("fields", sa.Text(), nullable=False, comment="field to value (JSON)"),
        sa.Column(
            "wordings",
            sa.Text(),
            nullable=True,
            comment="field to the words it was read from, where these say more (JSON)",
        ),
        sa.Column(
            "cells",
            sa.Text(),
            nullable=True,
            comment="field to cells, where it is not the field's column in this row (JSON)",
        ),
        sa.Column("delivery", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column(
            "row", sa.Integer(), nullable=True, comment="row of the sheet, as Excel counts; empty: not a row of a file"
        ),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_statement_delivery_delivery")),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name=op.f("fk_statement_item_item")),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_statement_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_delivery", "statement", ["delivery"], unique=False)
    op.create_index("ix_statement_item", "statement", ["item", "effective_on", "revision"], unique=False)
    op.create_table(
        "release",
        sa.Column(
            "statement", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_release_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["statement"], ["statement.id"], name=op.f("fk_release_statement_statement")),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_release")),
    )
    op.create_index(op.f("ix_release_revision"), "release", ["revision"], unique=False)
    refuse_changes()


def refuse_changes() -> None:
    """Triggers: a row of the log, or a delta, is never updated or deleted."""
    if op.get_bind().dialect.name == "sqlite":
        for table in INSERT_ONLY:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
    )
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
