# Avoid this
large_data = [i for i in range(10**4)]
processed_data = large_data
print(len(processed_data))
