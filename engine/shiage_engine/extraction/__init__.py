"""Line extraction: a colored picture to ink, so that finished frames without line art can be learned from."""
