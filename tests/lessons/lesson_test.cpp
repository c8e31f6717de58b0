#include "core/lessons/lesson.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

constexpr const char* kLesson = R"(---
title: Small or large?
course: scalability
about: What a larger network costs, and what it brings.
minutes: 15
after: stages
---

## What does an epoch of Large cost?

Large has **14.6 times** the parameters. Before you look at
[2](#model.large.epoch), *guess*: `{not}` {epoch_time}.

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
to start it.
```

```predict
epoch-time-ratio
```

- one
  - deeper

    more of it
1. first
2. second

> quoted

```python
print("{x}")

print(2)
```

## Key insight

Larger can be more accurate: {accuracy_gain} points.
)";

TEST(Lesson, IsReadWithItsLines) {
  const LessonReading reading = read_lesson(kLesson, "lessons/small_or_large.md", {});
  for (const Error& fault : reading.faults) ADD_FAILURE() << fault.what();
  const Lesson& lesson = reading.lesson;
  EXPECT_EQ(lesson.id, "small_or_large");
  EXPECT_EQ(lesson.title, "Small or large?");
  EXPECT_EQ(lesson.course, "scalability");
  EXPECT_EQ(lesson.minutes, 15);
  EXPECT_EQ(lesson.after, "stages");
  EXPECT_EQ(lesson.where, "lessons/small_or_large.md:6");
  ASSERT_EQ(lesson.steps.size(), 1U);
  const LessonStep& step = lesson.steps[0];
  EXPECT_EQ(step.title, "What does an epoch of Large cost?");
  EXPECT_EQ(step.where, "lessons/small_or_large.md:9");
  ASSERT_EQ(step.show.size(), 2U);
  EXPECT_EQ(step.show[1].text, "select small,large");
  EXPECT_EQ(step.show[1].where, "lessons/small_or_large.md:18");
  ASSERT_EQ(step.done.size(), 1U);
  EXPECT_EQ(step.done[0].where, "lessons/small_or_large.md:22");
  ASSERT_EQ(step.hint.size(), 1U);
  EXPECT_EQ(step.hint[0].line, 26);
  EXPECT_EQ(plain_text(step.hint[0].spans), "Press Space to start it.");
  EXPECT_EQ(step.predict, "epoch-time-ratio");
  for (const Block& block : step.text) {
    printf("%d kind %d level %d number %d [%s]\n", block.line, static_cast<int>(block.kind), block.level,
           block.number, plain_text(block.spans).c_str());
  }
}

}  // namespace
}  // namespace headroom
