"""Users and listings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.String(27).with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

ADDRESS = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")
FOLDED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _create_users()
    _create_listings()
    op.create_index("ix_listings_user_id_id", "listings", ["user_id", "id"])
    op.create_index("ix_listings_city_folded_id", "listings", ["city_folded", "id"])
    op.create_index("ix_listings_currency_price_id", "listings", ["currency", "price", "id"])


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", IDENTIFIER, primary_key=True),
        sa.Column("username", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("email_key", sa.String(1000)),
        sa.Column("source", sa.String(50)),
        sa.Column("source_id", sa.String(50)),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email_key", name="uq_users_email_key"),
        sa.UniqueConstraint("source", "source_id", name="uq_users_source_source_id"),
        *_checks(
            "users",
            username_length="length(username) BETWEEN 1 AND 255",
            email_has_key="(email IS NULL) = (email_key IS NULL)",
            source_has_id="(source IS NULL) = (source_id IS NULL)",
        ),
        sqlite_autoincrement=True,
    )


def _create_listings() -> None:
    op.create_table(
        "listings",
        sa.Column("id", IDENTIFIER, primary_key=True),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("title", sa.String(255)),
        sa.Column("description", sa.String()),
        sa.Column("address", ADDRESS, nullable=False),
        sa.Column("address_folded", FOLDED, nullable=False),
        sa.Column("price", sa.BigInteger()),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        sa.Column("room_type", sa.String(20)),
        sa.Column("property_type", sa.String(100)),
        sa.Column("capacity", sa.Integer()),
        sa.Column("bedrooms", sa.Integer()),
        sa.Column("beds", sa.Integer()),
        sa.Column("bathrooms", sa.Double()),
        sa.Column("amenities", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("minimum_nights", sa.Integer(), nullable=False),
        sa.Column("maximum_nights", sa.Integer()),
        sa.Column("neighbourhood", sa.String(255)),
        sa.Column("city", sa.String(255)),
        sa.Column("city_folded", FOLDED),
        sa.Column("licence", sa.String()),
        sa.Column("source", sa.String(50)),
        sa.Column("source_id", sa.String(50)),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listings"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_listings_user_id", ondelete="RESTRICT"),
        sa.UniqueConstraint("source", "source_id", name="uq_listings_source_source_id"),
        *_listing_checks(),
        sqlite_autoincrement=True,
    )


def _listing_checks() -> list[sa.CheckConstraint]:
    return _checks(
        "listings",
        title_length="length(title) BETWEEN 1 AND 255",
        address_length="length(address) BETWEEN 1 AND 300",
        description_length="length(description) <= 10000",
        price_positive="price > 0",
        currency_code="length(currency) = 3",
        latitude_range="latitude BETWEEN -90 AND 90",
        longitude_range="longitude BETWEEN -180 AND 180",
        whole_point="(latitude IS NULL) = (longitude IS NULL)",
        room_type_known="room_type IN ('entire_home', 'private_room', 'shared_room', 'hotel_room')",
        capacity_positive="capacity >= 1",
        rooms_not_negative="bedrooms >= 0 AND beds >= 0 AND bathrooms >= 0",
        nights_range="minimum_nights >= 1 AND maximum_nights >= minimum_nights",
        source_has_id="(source IS NULL) = (source_id IS NULL)",
    )


def _checks(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(condition, name=f"ck_{table}_{name}") for name, condition in conditions.items()]
