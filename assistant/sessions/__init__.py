"""Conversations kept between visits: SQLAlchemy over SQLite, or PostgreSQL in production."""
