"""What the painter sees: the content of the docker "Shiage". No Krita here."""
