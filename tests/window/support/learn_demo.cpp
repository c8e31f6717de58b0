#include "support/learn_demo.h"

#include <stdexcept>

#include "app/state/learn_questions.h"
#include "app/state/learn_words.h"

namespace headroom::app::demo {
namespace {

// A fault of the texts below would only hide what they are for.
void no_faults(const std::vector<Error>& faults) {
  if (!faults.empty()) throw std::logic_error(faults.front().what());
}

LearnGuess measured_guess() {
  LearnGuess guess{.value = 8, .given = true};
  FigureResult result;
  result.id = "epoch-time-ratio";
  result.unit = "x";
  result.figure = {20.5, 19.9, 21.2, 5, {"153 ms : 7.47 ms", "five repeats: 19.9 to 21.2"}};
  result.setting = "10 000 rows, 230 features, batch 32, seed 2";
  result.device = "cpu with 2 threads";
  result.arithmetic = {{"Small", "small", 14'000, 2, 2, 0.36}, {"Large", "large", 206'000, 2, 2, 1.55}};
  result.marks = {{"parameters", 14.6}, {"arithmetic", 18.7}};
  result.why = {"14.7 times the weights x 5.55 : 4.36 is 18.7. The rest is memory."};
  guess.result = result;
  guess.graded = Graded{GuessGrade::kTooLow, 2.6, false};
  return guess;
}

}  // namespace

std::string lesson_text() {
  return R"(---
title: Small or large?
course: scalability
about: What a larger network costs, and what it brings.
minutes: 15
---

## Both on the same data

Large has {parameter_ratio} the **parameters**: look at [1](#model.large.params) and at *the seed*.

- the same rows
- the same seed

```do
tab curves
```

```done
theme light
```

```hint
Press T.
```

## What does an epoch of Large cost?

Before you look at [2](#model.large.epoch): how many times as long does it take?

```predict
epoch-time-ratio
```

```hint
Count the products.
```

## Key insight

Larger can be more accurate. Here: {accuracy_gain} points for {epoch_time_ratio} the time.
)";
}

std::string second_lesson_text() {
  return R"(---
title: Stages of the pipeline
course: infrastructure
about: Card by card.
minutes: 8
---

## The data arrive

{rows} rows.

## Key insight

Parallel hardware trains sooner, once the data are on it.
)";
}

std::string question_text() {
  return R"(---
title: Planning practice
course: planning
---

## What does this check against 8 GB print?

```question
id: check-8gb
difficulty: medium
cards: 8e9
run: theme light
```

```python
import torch
if torch.cuda.is_available():
    total = torch.cuda.get_device_properties(0).total_memory
    print(total > 8_000_000_000)
else:
    print(False)  # without one
```

- [x] True if the card has more than 8 x 10^9 bytes; False if not, or without a GPU

  The number is in bytes. A card is compared with it; without one the last line answers.

- [ ] True on every machine with a GPU

  A card with 6 GB is available too, and has fewer bytes.

- [ ] Always False, because `total_memory` counts gigabytes

  It counts bytes. Compared with 8 billion gigabytes everything would be too small.

- [ ] An error on a machine without a GPU

  Asking whether there is one is allowed everywhere.

### Hint

In which unit does the number count?

### Solution

1. Is there a device? No: the program prints False and ends.
2. `total_memory` is in bytes.

### Common mistakes

- Expecting an error where a check simply says no.
- Mixing up bytes, GB and GiB.

### Quick check

8 GB are 8 x 10^9 bytes.

## Why choose the GPU first?

```question
id: choose-first
difficulty: easy
```

- [x] To know that it fits

  What does not fit does not start.

- [ ] To let it shrink the model

  No card does that.

- [ ] To save money

  Many cost more.

- [ ] To do without it

  That takes too long.

### Hint

What can go wrong?

### Solution

1. Memory limits.

### Common mistakes

- Looking at speed alone.

### Quick check

Model and card belong together.
)";
}

std::string prediction_text() {
  return R"(## Time of an epoch, Large to Small

```prediction
id: epoch-time-ratio
unit: x
from: 1
to: 100
```

How many times as long does one epoch of Large take **on this machine**?

### Hint

How many weights are there?

### Why

The first layer needs no gradient for its inputs.

## Which reaches 0.9 first?

```prediction
id: first-to-90
choices: sgd, momentum, adam
```

Which optimizer is the first?

### Hint

Which one looks back?

### Why

It scales each weight's step.
)";
}

std::shared_ptr<const LearnLibrary> learn_library() {
  static const std::shared_ptr<const LearnLibrary> kLibrary = [] {
    auto library = std::make_shared<LearnLibrary>();
    PredictionReading predictions = read_predictions(prediction_text(), "predictions.md", lesson_words({}));
    no_faults(predictions.faults);
    library->predictions = predictions.predictions;
    const LessonWords words = lesson_words({"epoch-time-ratio", "first-to-90"});
    for (const auto& [name, text] :
         {std::pair{"stages.md", second_lesson_text()}, {"small_or_large.md", lesson_text()}}) {
      LessonReading lesson = read_lesson(text, name, words);
      no_faults(lesson.faults);
      library->lessons.push_back(lesson.lesson);
    }
    QuestionReading questions = read_questions(question_text(), "questions/planning.md", words);
    no_faults(questions.faults);
    library->sets.push_back(questions.set);
    return library;
  }();
  return kLibrary;
}

Demo learn(const std::string& what) {
  const bool begins = what == "new";
  Demo demo{"learn_" + what, begins ? empty() : training({"small", "large"}, 7), ui_state()};
  UiState& state = demo.state;
  LearnState& learn = state.learn;
  state.tab = Tab::kLearn;
  learn.library = learn_library();
  if (begins) return demo;
  state.plan = plan_state().plan;
  learn.progress.lessons["small_or_large"] = {1, {0}, false};
  learn.progress.last_lesson = "small_or_large";
  learn.progress.questions["choose-first"] = {true, true, 1};
  learn.progress.predictions["epoch-time-ratio"] = {8, 20.5, false};
  if (what == "finished") {
    learn.progress.lessons["small_or_large"].finished = true;
    learn.progress.lessons["stages"] = {0, {0, 1}, true};
  }
  if (what == "faults") {
    auto faulty = std::make_shared<LearnLibrary>(*learn.library);
    faulty->faults = {
        Error(ErrorCode::kBadInput, "there is no lesson 'stagse' to take before", "converge.md:6"),
        Error(ErrorCode::kBadInput, "'quit' has no place in a lesson", "mine.md:17")};
    learn.library = faulty;
    learn.progress_fault = "progress.json: is of version 7, and this program knows version 1";
  }
  if (what == "question" || what == "answered") {
    ask_question("check-8gb", learn);
    learn.hint = what == "question";
    if (what == "answered") answer_question(letter_of(learn, 3), learn);
  }
  if (what == "guess" || what == "choices" || what == "measured" || what == "failed") {
    learn.page = LearnPage::kPrediction;
    learn.prediction = what == "choices" ? "first-to-90" : "epoch-time-ratio";
    learn.guesses[learn.prediction].value = what == "choices" ? 2 : 8;
    if (what == "measured") learn.guesses[learn.prediction] = measured_guess();
    if (what == "failed") {
      learn.guesses[learn.prediction].given = true;
      learn.guesses[learn.prediction].failure = Error(
          ErrorCode::kDiverged, "Large diverged in step 12: nothing can be divided", "epoch-time-ratio");
    }
  }
  if (what.starts_with("lesson") || what == "insight") {
    state.tab = Tab::kCurves;
    learn.lesson = std::shared_ptr<const Lesson>(learn.library, learn.library->lesson("small_or_large"));
    learn.step = what == "insight" ? 2 : what == "lesson" ? 0 : 1;
    learn.hint = what == "lesson";
    if (what == "lesson measured") learn.guesses["epoch-time-ratio"] = measured_guess();
  }
  return demo;
}

}  // namespace headroom::app::demo
