// headroom-cli measure: a figure of the lessons, measured on this machine.
#include <memory>
#include <optional>
#include <thread>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/measure_report.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "app/cli/values.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

struct MeasureOptions {
  using Text = std::optional<std::string>;
  Text figure, batch, columns, degree, rows, seed, repeats, choices, device, threads;
  bool list = false;
};

std::optional<std::int64_t> count_from(const MeasureOptions::Text& text, const char* option) {
  if (!text) return std::nullopt;
  return parse_integer(*text, option, 0, kMostCount);
}

std::optional<int> small_count_from(const MeasureOptions::Text& text, const char* option) {
  if (!text) return std::nullopt;
  return static_cast<int>(parse_integer(*text, option, 0, 1'000'000));
}

FigureRequest request_from(const MeasureOptions& options) {
  FigureRequest request;
  request.batch = count_from(options.batch, "--batch");
  request.columns = count_from(options.columns, "--columns");
  request.degree = small_count_from(options.degree, "--degree");
  request.rows = count_from(options.rows, "--rows");
  if (options.seed) request.seed = parse_seed(*options.seed, "--seed");
  request.repeats = small_count_from(options.repeats, "--repeats");
  if (options.choices) request.choices = split(*options.choices);
  return request;
}

FigureDevices devices_from(const MeasureOptions& options) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  const int threads =
      options.threads ? static_cast<int>(parse_integer(*options.threads, "--threads", 0, 1024)) : 0;
  FigureDevices devices;
  devices.all = device_candidates("auto", thread_counts(cores), Precision::kFp32);
  devices.here =
      device_candidates(options.device.value_or("auto"),
                        threads > 0 ? std::vector<int>{threads} : thread_counts(cores), Precision::kFp32);
  return devices;
}

// A setting is called by its name; here it is an option.
Error with_option(const Error& error) {
  for (const char* name : {"batch", "columns", "degree", "rows", "seed", "repeats", "choices"}) {
    if (error.where() == name) return Error(error.code(), error.message(), "--" + error.where());
  }
  return error;
}

void run_measure(const MeasureOptions& options, Context& context) {
  if (options.list) {
    if (options.figure) {
      throw Error(ErrorCode::kUsage, "does not go together with a figure: leave one out", "--list");
    }
    if (context.json) {
      print_json(figures_document(), context.out);
    } else {
      print_figures(context.out);
    }
    return;
  }
  if (!options.figure) {
    throw Error(ErrorCode::kUsage, "name a figure; measure --list shows them all", "measure");
  }
  const std::string id = *options.figure;
  const std::string title(figure_info(id).title);
  const FigureRequest request = request_from(options);
  const FigureDevices devices = devices_from(options);
  FigureResult result;
  try {
    result = with_bar<FigureResult>(context, title, [&](Progress& progress) {
      return measure_figure(id, request, devices, {}, progress);
    });
  } catch (const Error& error) {
    throw with_option(error);
  }
  if (context.json) {
    print_json(figure_document(result), context.out);
  } else {
    print_figure(result, context.out);
  }
}

}  // namespace

Action add_measure(Subcommand& app) {
  auto options = std::make_shared<MeasureOptions>();
  app.add_positional("FIGURE", options->figure, "which one, as epoch-time-ratio");
  app.add_flag("--list", options->list, "all figures, their units and what can be changed");
  app.add_option("--batch", options->batch, "rows per step, instead of the figure's own", "N");
  app.add_option("--columns", options->columns, "columns of the data", "N");
  app.add_option("--degree", options->degree, "1 or 2: with products of two columns", "N");
  app.add_option("--rows", options->rows, "rows of the data", "N");
  app.add_option("--seed", options->seed, "of data, split, weights and order", "N");
  app.add_option("--repeats", options->repeats, "how often it is measured, up to 25", "N");
  app.add_option("--choices", options->choices, "what is compared, as sgd,momentum,adam", "LIST");
  app.add_option("--device", options->device, "auto, cpu, cuda or cuda:N (auto: the fastest)", "ID");
  app.add_option("--threads", options->threads, "of the CPU (the fastest number)", "N");
  return [options](Context& context) { run_measure(*options, context); };
}

}  // namespace headroom::cli
