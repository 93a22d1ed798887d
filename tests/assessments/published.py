"""Data that were published, with the place where their figures stand."""

import numpy as np

# Wuensch, K.: "The Kuder-Richardson 20", core.ecu.edu/wuenschk/StatHelp/KR20.txt: ten students, ten items.
QUIZ = np.array(
    [
        [1, 1, 1, 1, 1, 1, 0, 1, 1, 0],
        [1, 0, 1, 1, 0, 1, 1, 1, 0, 1],
        [1, 1, 1, 1, 0, 1, 1, 0, 0, 1],
        [0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 0, 1, 0],
        [1, 1, 1, 0, 1, 1, 1, 1, 1, 1],
        [1, 1, 0, 1, 1, 1, 0, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1, 1, 0, 1],
        [0, 1, 0, 1, 1, 1, 1, 1, 0, 1],
        [1, 1, 0, 1, 1, 0, 1, 1, 1, 0],
    ],
    dtype=float,
)

# Bock & Lieberman (1970), Psychometrika 35: section 6 of the LSAT, 1,000 people, five items; how often each pattern came.
_PATTERNS = """
00000 3 00001 6 00010 2 00011 11 00100 1 00101 1 00110 3 00111 4
01000 1 01001 8 01011 16 01101 3 01110 2 01111 15
10000 10 10001 29 10010 14 10011 81 10100 3 10101 28 10110 15 10111 80
11000 16 11001 56 11010 21 11011 173 11100 11 11101 61 11110 28 11111 298
"""
_COUNTED = _PATTERNS.split()
LSAT6 = np.array(
    [
        [float(one) for one in pattern]
        for pattern, count in zip(_COUNTED[::2], _COUNTED[1::2], strict=True)
        for _ in range(int(count))
    ]
)
