"""Alembic's entry: runs the migrations on the connection, and in the transaction, it is handed."""

from alembic import context

from masterplan.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    transactional_ddl=False,  # the caller's transaction is the transaction
)
context.run_migrations()
