"""Accounts and sessions, audit, reporting rounds, what a merge left aside, issued briefings and answers"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.String(length=32)
INSERT_ONLY = (
    "not_taken", "issued", "issued_file", "issued_content", "audit", "reporting_round", "round_step",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "issued_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_issued_content")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False, comment="SHA-256 of what was typed"),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_login", "login_attempt", ["login", "at"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=True, comment="empty: nobody was logged in"),
        sa.Column("act", sa.String(length=24), nullable=False, comment="login, refused, download, import …"),
        sa.Column("subject", sa.Text(), nullable=True, comment="key of an item, a file, a page; never a person's name"),
        sa.Column("detail", sa.Text(), nullable=False, comment="(JSON)"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_audit_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "column_mapping",
        sa.Column("ministry", sa.String(length=40), nullable=False, comment="empty text: every Ressort"),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False, comment="as compared: small letters, single blanks"),
        sa.Column("field", sa.String(length=40), nullable=True, comment="empty: to be ignored"),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_column_mapping_account_account")),
        sa.PrimaryKeyConstraint("ministry", "part", "heading", name=op.f("pk_column_mapping")),
    )
    op.create_table(
        "draft",
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Text(), nullable=False, comment="key"),
        sa.Column("entries", sa.Text(), nullable=False, comment="field to what was typed (JSON)"),
        sa.Column("revision", ID, nullable=False, comment="the plan that the form was drawn against"),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_draft_account_account")),
        sa.PrimaryKeyConstraint("account", "item", name=op.f("pk_draft")),
    )
    op.create_table(
        "form",
        sa.Column("key", sa.String(length=64), nullable=False, comment="drawn with the form: a form takes effect once"),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False, comment="what the first submit gave (JSON)"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_form_account_account")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form")),
    )
    op.create_table(
        "map_layer",
        sa.Column("name", sa.String(length=40), nullable=False, comment="counties"),
        sa.Column("content", sa.Text(), nullable=False, comment="GeoJSON"),
        sa.Column("source", sa.Text(), nullable=False, comment="attribution that is shown beside the map"),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_map_layer_account_account")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_map_layer")),
    )
    op.create_table(
        "reporting_round",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("stichtag", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False, comment="deadline of the answers"),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_reporting_round_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_round")),
    )
    op.create_table(
        "session",
        sa.Column("token", sa.String(length=64), nullable=False, comment="SHA-256 of what stands in the cookie"),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False, comment="password, oidc, demo"),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_session_account_account")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_session")),
    )
    op.create_index("ix_session_account", "session", ["account"], unique=False)
    op.create_table(
        "workbook_export",
        sa.Column("id", sa.String(length=32), nullable=False, comment="stands in the hidden sheet"),
        sa.Column("ministry", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=True, comment="empty: all parts"),
        sa.Column("stichtag", sa.Date(), nullable=False),
        sa.Column("revision", ID, nullable=False, comment="the plan it shows: the base of the merge"),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_workbook_export_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_export")),
    )
    op.create_table(
        "issued",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("revision", ID, nullable=False, comment="of the issuing; the plan in it is as at cut_revision"),
        sa.Column("kind", sa.String(length=12), nullable=False, comment="briefing, or answer to a Kleine Anfrage"),
        sa.Column("number", sa.Integer(), nullable=False, comment="running, by kind"),
        sa.Column("reference", sa.Text(), nullable=True, comment="date of the cabinet, or Drucksache number"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("stichtag", sa.Date(), nullable=False),
        sa.Column("known_by", INSTANT, nullable=False),
        sa.Column("cut_revision", ID, nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False),
        sa.Column("question", sa.Text(), nullable=False, comment="what was asked for: filters, rule, options (JSON)"),
        sa.Column("rules", sa.Text(), nullable=False, comment="counting rule to version (JSON)"),
        sa.Column("version", sa.String(length=40), nullable=False, comment="of the program"),
        sa.Column("content", sa.Text(), nullable=False, comment="(JSON)"),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_issued_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued")),
    )
    op.create_index("ix_issued_kind", "issued", ["kind", "stichtag"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("round", ID, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False, comment="how many were open"),
        sa.Column("trouble", sa.Text(), nullable=True, comment="why it could not be sent; empty: sent"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_reminder_account_account")),
        sa.ForeignKeyConstraint(["round"], ["reporting_round.id"], name=op.f("fk_reminder_round_reporting_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index("ix_reminder_round", "reminder", ["round", "account"], unique=False)
    op.create_table(
        "round_step",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("round", ID, nullable=False),
        sa.Column(
            "body", sa.String(length=40), nullable=False, comment="key of the Ressort or municipal body that is asked"
        ),
        sa.Column(
            "item", sa.Text(), nullable=True, comment="key of the item that the step is about; empty: all of the body"
        ),
        sa.Column(
            "state",
            sa.String(length=16),
            nullable=False,
            comment="requested, in_work, handed_in, queried, accepted, published",
        ),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=True, comment="the field that a query doubts"),
        sa.Column("counter_value", sa.Text(), nullable=True, comment="what the query holds against it (JSON)"),
        sa.Column("counter_source", sa.Text(), nullable=True, comment="where the counter-value comes from"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_round_step_account_account")),
        sa.ForeignKeyConstraint(["round"], ["reporting_round.id"], name=op.f("fk_round_step_round_reporting_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_step")),
    )
    op.create_index("ix_round_step_round", "round_step", ["round", "body", "item"], unique=False)
    op.create_table(
        "issued_file",
        sa.Column("issued", ID, autoincrement=False, nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("revision", ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the bytes in issued_content"),
        sa.Column("size", ID, nullable=False),
        sa.ForeignKeyConstraint(["issued"], ["issued.id"], name=op.f("fk_issued_file_issued_issued")),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_issued_file_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("issued", "format", name=op.f("pk_issued_file")),
    )
    op.create_table(
        "not_taken",
        sa.Column("statement", ID, nullable=False, comment="of the file's row"),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("revision", ID, nullable=False),
        sa.Column(
            "value",
            sa.Text(),
            nullable=False,
            comment="what the cell says; an on-line entry stays in force (JSON)",
        ),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True, comment="where it is not the field's column in this row"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name=op.f("fk_not_taken_revision_revision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["statement"], ["statement.id"], name=op.f("fk_not_taken_statement_statement")),
        sa.PrimaryKeyConstraint("statement", "field", name=op.f("pk_not_taken")),
    )
    op.create_index(op.f("ix_not_taken_revision"), "not_taken", ["revision"], unique=False)
    op.add_column(
        "account",
        sa.Column(
            "role",
            sa.String(length=16),
            nullable=True,
            comment="what the account may do; empty: a mere name that nobody logs in with",
        ),
    )
    op.add_column(
        "account",
        sa.Column(
            "body", sa.String(length=40), nullable=True, comment="key of the Ressort or municipal body it belongs to"
        ),
    )
    op.add_column(
        "account", sa.Column("login", sa.Text(), nullable=True, comment="what is typed at the log-in, in small letters")
    )
    op.add_column(
        "account", sa.Column("subject", sa.Text(), nullable=True, comment="who it is at the identity provider")
    )
    op.add_column("account", sa.Column("email", sa.Text(), nullable=True))
    op.add_column(
        "account", sa.Column("password", sa.Text(), nullable=True, comment="argon2 hash; empty: no local log-in")
    )
    op.add_column(
        "account",
        sa.Column("must_change", sa.Boolean(), nullable=True, comment="the password was set by somebody else"),
    )
    op.add_column("account", sa.Column("disabled_at", INSTANT, nullable=True))
    op.create_index(
        "ix_statement_unreleased", "statement", ["item"], unique=False,
        sqlite_where=sa.text("NOT released"), postgresql_where=sa.text("NOT released"),
    )  # fmt: skip
    op.create_index("ix_account_login", "account", ["login"], unique=True)
    op.create_index("ix_account_subject", "account", ["subject"], unique=True)
    with op.batch_alter_table("saved_view") as views:
        views.add_column(
            sa.Column(
                "owner",
                sa.String(length=32),
                server_default="",
                nullable=False,
                comment="account whose it is; empty: everybody's",
            )
        )
        views.drop_constraint("pk_saved_view", type_="primary")
        views.create_primary_key("pk_saved_view", ["owner", "name"])
    refuse_changes()


def refuse_changes() -> None:
    """Triggers: rows that are only added are never updated or deleted."""
    if op.get_bind().dialect.name == "sqlite":
        for table in INSERT_ONLY:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
                )
        return
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
