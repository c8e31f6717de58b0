// Everything that the two courses hold is found in the lessons, the questions and the presets: one row for
// each stage, table, layer, question, mistake and insight, and where it stands. The courses' own words are
// not repeated: what is looked for are their shapes, figures and terms.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "test_places.h"

namespace headroom {
namespace {

struct CoursePart {
  const char* what;
  const char* file;                // below assets/
  std::vector<const char*> words;  // that all stand there
};

const CoursePart kInfrastructure[] = {
    {"the pipeline of five stages", "lessons/stages.md", {"## Five cards in a row"}},
    {"1 loading, 10 000 x 50", "lessons/stages.md", {"10 000 rows and 50 columns", "stage.load"}},
    {"2 transfer, and why", "lessons/stages.md", {"10 000 × 50 before and after", "stage.transfer"}},
    {"3 scaling to 0 to 1", "lessons/stages.md", {"(x − min) ÷ (max − min)", "stage.preprocess"}},
    {"4 training by batches", "lessons/stages.md", {"After each batch every weight moves", "stage.training"}},
    {"5 evaluation, 2 000 x 50 to two numbers",
     "lessons/stages.md",
     {"2 000 × 50 become accuracy and loss", "0.85 and 0.35", "stage.evaluation"}},
    {"the data of it", "presets/infrastructure.json", {"\"rows\": 10000", "\"columns\": 50"}},
    {"the epoch table, as text",
     "lessons/converge.md",
     {"0.85  0.65  0.50  0.40  0.35", "0.60  0.72  0.80  0.85  0.88"}},
    {"the epoch table, beside the live curve", "presets/infrastructure.json", {"\"reference\""}},
    {"what is observed at each epoch",
     "lessons/converge.md",
     {"High loss and moderate accuracy at first", "**converging**"}},
    {"prediction, layer 1: input", "lessons/prediction.md", {"## 1 Input: 1 × 50"}},
    {"prediction, layer 2: hidden, ReLU", "lessons/prediction.md", {"## 2 Hidden layer (ReLU)"}},
    {"prediction, layer 3: output, softmax", "lessons/prediction.md", {"## 3 Output (softmax)"}},
    {"prediction, layer 4: the class", "lessons/prediction.md", {"## 4 Prediction: 1 class"}},
    {"quiz: why data are transferred", "lessons/questions/infrastructure.md", {"id: infra-why-copy"}},
    {"quiz of three", "lessons/questions/infrastructure.md", {"id: infra-scaling", "id: infra-updates"}},
    {"key insight: parallel work trains sooner", "lessons/stages.md", {"Parallel hardware trains sooner"}},
};

const CoursePart kPractice[] = {
    {"1 why plan: memory and speed",
     "lessons/questions/planning.md",
     {"id: plan-before", "its memory and its speed"}},
    {"1 mistakes",
     "lessons/questions/planning.md",
     {"Hoping that a processor will do", "all GPUs are about equally fast", "forgetting memory"}},
    {"2 total memory in PyTorch",
     "lessons/questions/planning.md",
     {"id: ask-memory", "- [x] `torch.cuda.get_device_properties(0).total_memory`"}},
    {"2 mistakes",
     "lessons/questions/planning.md",
     {"Guessing a function's name", "Confusing what is there with what is used", "Leaving out the index"}},
    {"3 the check against 8 GB", "lessons/questions/planning.md", {"id: check-8gb", "total > 8_000_000_000"}},
    {"3 mistakes",
     "lessons/questions/planning.md",
     {"Expecting an error where a check simply says no, or True wherever",
      "Mixing up bytes, GB (10⁹) and GiB"}},
    {"4 the missing index",
     "lessons/questions/planning.md",
     {"id: missing-index", "get_device_properties().total_memory", "torch.has_cuda()", "memory_allocated()"}},
    {"4 mistakes",
     "lessons/questions/planning.md",
     {"Leaving the index out", "the memory in use for the memory that is there"}},
    {"5 24 GB on cards of 16 GB",
     "lessons/questions/planning.md",
     {"id: need-24-have-16", "- [x] Divide the model between both cards, or rent one"}},
    {"5 mistakes",
     "lessons/questions/planning.md",
     {"larger cards can be rented", "main memory stands in for a GPU", "hold the same copy"}},
    {"the planning behind it, live",
     "lessons/does_it_fit.md",
     {"get_device_properties(0).total_memory", "24 GiB on a 16 GB", "tensor parallel 2", "RTX 5090"}},
};

const CoursePart kScalability[] = {
    {"the pipeline of six stages",
     "lessons/stages.md",
     {"1 Input         10 000 × 20", "2 Preprocessing 10 000 × 20",
      "3 Features      10 000 × 20  → 10 000 × 230", "4 Choice        10 000 × 230 → Small or Large",
      "5 Training      10 000 × 230 → weights", "6 Prediction         1 × 230 → 1 × 1"}},
    {"its data", "presets/scalability.json", {"\"rows\": 10000", "\"columns\": 20", "\"degree\": 2"}},
    {"features: products of pairs", "lessons/stages.md", {"20 columns, 20 squares and 190 pairs are 230"}},
    {"the choice: 2 x 50 or 5 x 200",
     "presets/scalability.json",
     {"\"hidden\": [50, 50]", "\"hidden\": [200, 200, 200, 200, 200]"}},
    {"the epoch table, as text",
     "lessons/small_or_large.md",
     {"0.85  0.60  0.40  0.30  0.25", "0.55  0.70  0.82  0.88  0.91"}},
    {"the epoch table, beside the live curve", "presets/scalability.json", {"\"reference\""}},
    {"prediction: input, hidden layers of Large, output",
     "lessons/prediction.md",
     {"Input layer, hidden layers of the large network, output layer", "1 × 200, then 1 × 1"}},
    {"quiz: what a larger network costs",
     "lessons/questions/scalability.md",
     {"id: scal-larger", "- [x] It needs more memory, and more time for every epoch"}},
    {"quiz of three", "lessons/questions/scalability.md", {"id: scal-forty", "id: scal-memory"}},
    {"key insight: accuracy for memory and time",
     "lessons/small_or_large.md",
     {"can** be more accurate. It always costs more memory and more time"}},
};

// With single blanks: texts are wrapped where a line is full.
std::string text_of(const std::string& file) {
  std::ifstream in(std::string(HEADROOM_ASSETS_DIR) + "/" + file);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

template <typename Parts>
void expect_found(const Parts& parts) {
  for (const CoursePart& part : parts) {
    const std::string text = text_of(part.file);
    for (const char* words : part.words) {
      EXPECT_NE(text.find(words), std::string::npos)
          << part.what << ": '" << words << "' no longer stands in " << part.file;
    }
  }
}

TEST(Courses, TrainingInfrastructureIsFoundWhole) { expect_found(kInfrastructure); }
TEST(Courses, ItsFivePracticeQuestionsAreFoundWhole) { expect_found(kPractice); }
TEST(Courses, ArchitectureAndScalabilityIsFoundWhole) { expect_found(kScalability); }

}  // namespace
}  // namespace headroom
