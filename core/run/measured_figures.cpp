#include "core/run/measured_figures.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/run/figure_kinds.h"

namespace headroom {

namespace {

// A setting of figure_variants(); of the seed the value counts from the one before.
struct AnotherSetting {
  std::string_view name;
  std::int64_t value = 0;
};

struct FigureRow {
  FigureInfo info;
  FigureResult (*measure)(FigureBench&);
  std::array<AnotherSetting, 2> others = {};  // an empty name: none
};

constexpr std::array kFigureRows{
    FigureRow{{"epoch-time-ratio", "time of an epoch, Large to Small", "x",
               "Small and Large of the preset scalability train in turns, an epoch of each after the other.",
               "batch columns degree repeats rows seed", true},
              epoch_time_ratio,
              {{{"batch", 2048}, {"degree", 1}}}},
    FigureRow{{"memory-ratio", "memory, Large to Small", "x",
               "Small and Large of the preset scalability are allocated one after the other, each with its "
               "data.",
               "batch columns degree rows seed", false},
              memory_ratio,
              {{{"batch", 2048}, {"degree", 1}}}},
    FigureRow{{"arithmetic-ratio", "arithmetic of training, Large to Small", "x",
               "The products of a training step are counted from the widths of Small and Large of the preset "
               "scalability.",
               "columns degree", false},
              arithmetic_ratio,
              {{{"degree", 1}, {"columns", 100}}}},
    FigureRow{{"accuracy-gain", "accuracy, Large beyond Small", "points",
               "Small and Large of the preset scalability train for its 20 epochs and answer the rows that "
               "validate.",
               "batch columns degree repeats rows seed", false},
              accuracy_gain,
              {{{"seed", 1}, {"degree", 1}}}},
    FigureRow{{"columns-after-degree-2", "columns after degree 2 to before", "x",
               "The columns of the preset scalability go through the stage Features.", "columns", false},
              columns_after_degree_2,
              {{{"columns", 50}, {"columns", 100}}}},
    FigureRow{{"epochs-to-85", "epochs of Small to 85 %", "epochs",
               "Small of the preset scalability trains until 85 % of the rows that validate are right, with "
               "three seeds.",
               "batch repeats rows seed", false},
              epochs_to_85,
              {{{"batch", 64}, {"seed", 3}}}},
    FigureRow{{"training-to-answering", "time of a row, training to answering", "x",
               "Large of the preset scalability trains and is evaluated in turns.",
               "batch columns degree repeats rows seed", true},
              training_to_answering,
              {{{"batch", 2048}, {"degree", 1}}}},
    FigureRow{{"batch-epoch-time", "time of an epoch, batch 32 to batch 1 024", "x",
               "Small of the preset scalability trains in turns with 32 and with 1 024 rows a step; a batch "
               "that is asked for takes the place of 1 024.",
               "batch columns degree repeats rows seed", true},
              batch_epoch_time,
              {{{"batch", 128}, {"batch", 8000}}}},
    FigureRow{{"memory-twice-rows", "memory for twice the rows", "x",
               "Small of the preset scalability is allocated with its 10 000 rows and with twice as many.",
               "batch columns degree rows seed", false},
              memory_twice_rows,
              {{{"degree", 1}, {"rows", 100'000}}}},
    FigureRow{{"batch-doubling-memory", "memory for twice the batch", "x",
               "Large of the preset scalability is allocated with batch 256 and with twice as many rows a "
               "step.",
               "batch columns degree rows seed", false},
              batch_doubling_memory,
              {{{"batch", 2048}, {"degree", 1}}}},
    FigureRow{{"copy-share", "share of copying in a run", "%",
               "The preset infrastructure is run for its five epochs, again and again; loading is left out.",
               "batch columns repeats rows seed", true},
              copy_share,
              {{{"batch", 2048}, {"rows", 100'000}}}},
    FigureRow{
        {"first-to-90", "first optimizer to 90 %", "",
         "The preset infrastructure trains once with each optimizer until 90 % of the rows that validate "
         "are right.",
         "batch rows seed", false},
        first_to_90,
        {{{"seed", 1}, {"batch", 1024}}}},
    FigureRow{{"threads-speedup", "speed of Large, all cores to one", "x",
               "Large of the preset scalability trains in turns with one thread and with all.",
               "batch columns degree repeats rows seed", true},
              threads_speedup,
              {{{"batch", 32}, {"batch", 2048}}}},
    FigureRow{
        {"cpu-gpu-crossing", "width from which the GPU is faster", "units",
         "Networks of 230 columns and two hidden layers of 8, 16, ... 1 024 units train on every device "
         "in turns.",
         "batch repeats", true},
        cpu_gpu_crossing,
        {{{"batch", 32}, {"batch", 2048}}}},
    FigureRow{{"adam-8bit-saves", "memory that 8-bit Adam saves", "%",
               "The planner adds up the training of Llama 3 8B with Adam and with 8-bit Adam.", "", false},
              adam_8bit_saves},
};

const FigureRow& row_called(std::string_view id) {
  for (const FigureRow& row : kFigureRows) {
    if (row.info.id == id) return row;
  }
  throw Error(ErrorCode::kNotFound,
              "there is no such figure: choose among " +
                  join(kFigureRows, [](const FigureRow& row) { return std::string(row.info.id); }),
              std::string(id));
}

// A setting of a request: its bounds keep what is asked for by mistake from filling the machine.
void check_setting(const FigureInfo& info, std::string_view name, std::optional<std::int64_t> value,
                   std::int64_t least, std::int64_t most) {
  if (!value) return;
  const std::string where(name);
  const std::vector<std::string> settings = split(info.settings, ' ');
  if (std::find(settings.begin(), settings.end(), name) == settings.end()) {
    throw Error(ErrorCode::kUsage,
                std::string(info.id) + " does not depend on it: " +
                    (info.settings.empty() ? "leave it out" : "it can be changed by " + join(settings)),
                where);
  }
  if (*value < least || *value > most) {
    throw Error(
        ErrorCode::kUsage,
        "must be " + format_count(least) + " to " + format_count(most) + ", not " + std::to_string(*value),
        where);
  }
}

void check_request(const FigureInfo& info, const FigureRequest& request) {
  check_setting(info, "batch", request.batch, 1, 1'000'000);
  check_setting(info, "columns", request.columns, 2, 300);
  check_setting(info, "degree", request.degree, 1, 2);
  check_setting(info, "rows", request.rows, 100, 1'000'000);
  if (request.seed) check_setting(info, "seed", 0, 0, 0);
  check_setting(info, "repeats", request.repeats, 1, kMostRepeats);
  if (!request.choices.empty() && !info.unit.empty()) {
    throw Error(ErrorCode::kUsage, std::string(info.id) + " is a number: leave the choices out", "choices");
  }
}

constexpr std::int64_t kUsualColumns = 20;  // of the preset scalability
constexpr std::uint64_t kUsualSeed = 2;     // of both presets

FigureVariant variant_of(const AnotherSetting& other, const FigureRequest& now) {
  FigureVariant variant;
  variant.request.repeats = now.repeats;
  variant.request.choices = now.choices;
  const std::string number = format_count(other.value);
  if (other.name == "batch") {
    variant.request.batch = other.value;
    variant.title = tr("batch {1}", number);
  } else if (other.name == "rows") {
    variant.request.rows = other.value;
    variant.title = tr("{1} rows", number);
  } else if (other.name == "columns") {
    variant.request.columns = other.value;
    variant.title = tr("{1} columns", number);
  } else if (other.name == "degree") {
    variant.request.degree = static_cast<int>(other.value);
    variant.title = tr("{1} columns", format_count(kUsualColumns));
  } else {
    variant.request.seed = now.seed.value_or(kUsualSeed) + static_cast<std::uint64_t>(other.value);
    variant.title = tr("another seed");
  }
  return variant;
}

}  // namespace

std::span<const FigureInfo> all_figures() {
  static const std::vector<FigureInfo> kInfos = [] {
    std::vector<FigureInfo> infos;
    for (const FigureRow& row : kFigureRows) infos.push_back(row.info);
    return infos;
  }();
  return kInfos;
}

const FigureInfo& figure_info(std::string_view id) { return row_called(id).info; }

std::vector<FigureVariant> figure_variants(std::string_view id, const FigureRequest& now) {
  std::vector<FigureVariant> variants;
  FigureRequest usual;
  usual.repeats = now.repeats;
  usual.choices = now.choices;
  if (now != usual) variants.push_back({tr("as at first"), usual});
  for (const AnotherSetting& other : row_called(id).others) {
    if (other.name.empty()) continue;
    FigureVariant variant = variant_of(other, now);
    if (variant.request != now) variants.push_back(std::move(variant));
  }
  return variants;
}

FigureResult measure_figure(std::string_view id, const FigureRequest& request, const FigureDevices& devices,
                            const std::function<double()>& clock, Progress& progress) {
  const FigureRow& row = row_called(id);
  check_request(row.info, request);
  FigureBench bench(row.info, request, devices, clock, progress);
  bench.begin_part(0, 1);
  return row.measure(bench);
}

}  // namespace headroom
