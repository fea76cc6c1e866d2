"""The page: wording and charts are pure functions; the rest draws them with Streamlit."""
