"""From a studio's encoder (RTMP, SRT) to the same epochs that browsers fill."""
