"""The 11 firms of figure 1 in Diem et al. (2022), and what the authors' program says of them."""

# supplier-buyer, each of value 1
LINKS = ["2-1", "2-3", "3-7", "6-7", "10-7", "7-4", "7-11", "8-11", "9-5", "9-10"]
SECTORS = dict(zip(range(1, 12), (1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5), strict=True))

# GLcascade 0.9.3.1 on its example_data, seven digits, here as the fractions that they are
ESRI = {
    ("none-essential", False): (
        1 / 10, 11 / 30, 4 / 15, 7 / 20, 1 / 10, 1 / 6, 7 / 10, 1 / 10, 11 / 30, 4 / 15, 9 / 20,
    ),
    ("all-essential", False): (
        1 / 10, 1 / 2, 2 / 5, 7 / 20, 1 / 10, 3 / 10, 7 / 10, 1 / 10, 1 / 2, 2 / 5, 9 / 20,
    ),
    ("none-essential", True): (
        1 / 10, 3 / 10, 4 / 15, 7 / 20, 1 / 10, 7 / 60, 7 / 10, 1 / 10, 14 / 45, 4 / 15, 9 / 20,
    ),
    ("all-essential", True): (
        1 / 10, 11 / 30, 2 / 5, 7 / 20, 1 / 10, 3 / 20, 7 / 10, 1 / 10, 2 / 5, 2 / 5, 9 / 20,
    ),
}  # fmt: skip
