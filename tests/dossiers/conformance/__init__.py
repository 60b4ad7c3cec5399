"""PDF/A and PDF/UA, judged by the engine of veraPDF."""
