// Texts of lessons, questions and predictions without a fault, for tests that read them or spoil them.
#pragma once

#include <string>

namespace headroom::test {

inline const std::string kLessonText = R"(---
title: Small or large?
course: scalability
about: What a larger network costs, and what it brings.
minutes: 15
after: stages
---

## What does an epoch of Large cost?

Large has **14.6 times** the parameters. Before you look at
[2](#model.large.epoch), *guess*: `{not}` \{this} {epoch_time} &lt; &#215;.

```do
open preset scalability
# a remark

select small,large
```

```done
epoch >= 2
```

```hint
Press **Space**
to start [it.

Or wait for {epoch_time}.
```

```predict
epoch-time-ratio
```

- one
  - deeper

    more of it

3. third
4. fourth

> quoted

```python
print("{x}")

print(2)
```

<!-- for whoever writes -->

## Key insight

Larger can be more accurate: {accuracy_gain} points.
)";

inline const std::string kQuestionText = R"(---
title: Planning practice
course: planning
---

## What does this check against 8 GB print?

```question
id: check-8gb
difficulty: medium
cards: 8e9
```

The program, in **Python**:

```python
print(total > 8_000_000_000)
```

- [ ] True on *every* machine

  A card with 6 GB has fewer bytes.

  ```python
  print(6_000_000_000 > 8_000_000_000)
  ```

- [x] It depends on the card

  The number is in bytes.

  - a list
  - of two

- [ ] False everywhere

  A card with 24 GB has more.

- [ ] An error

  Numbers can be compared.

### Hint

Which unit?

### Solution

1. Bytes.
2. A comparison.

### Common mistakes

Taking GB for GiB.

### Quick check

8 x 10^9.
)";

inline const std::string kPredictionText = R"(## Time of an epoch, Large to Small

```prediction
id: epoch-time-ratio
unit: x
from: 1
to: 100
```

How many times as long **on this machine**?

### Hint

Arithmetic.

### Why

Layers.

## Which optimizer reaches 0.9 first?

```prediction
id: first-to-90
choices: sgd, adam, adamw
```

Guess.

### Why

Steps.

### Hint

Moments.

## Share of copying

```prediction
id: copy-share
unit: %
from: 0
to: 100
scale: linear
```

Guess.

### Hint

Bandwidth.

### Why

Bytes.
)";

// The text with the first `what` replaced.
inline std::string with(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);  // throws for what is not there
}

}  // namespace headroom::test
