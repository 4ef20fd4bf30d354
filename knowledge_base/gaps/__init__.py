"""Questions that nothing answers, put together by what they are about; pure."""
