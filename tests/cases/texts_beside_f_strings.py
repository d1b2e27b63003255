value = 5
yes = 6
text = f"{value}" " tail"
t2 = f"{value}" f" x" "y"
t3 = "a" f"{yes}" "b" "c" f"{value!r:>4}" "d"
print(text, t2, t3)
