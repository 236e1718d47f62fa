"""What a shot is: line art, regions, palette, planes. numpy and OpenCV only."""
