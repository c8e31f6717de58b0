// What the measured figures are made with: runs of the presets on one device, trained in turns and timed.
//
//   FigureBench bench(info, request, devices, clock, progress);
//   std::unique_ptr<Run> run = bench.open(bench.preset("scalability", {"small", "large"}));
//   std::vector<TimedPair> pairs = bench.in_turn([&] {
//     bench.epoch(*run);
//     return TimedPair{last_epoch_seconds(*run, "large"), last_epoch_seconds(*run, "small")};
//   });
//   FigureResult result = bench.result(*run);
//   bench.take_ratios(result, pairs);
//
// Thread rule: one thread, which the devices belong to. Devices are closed with the bench, after its runs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/measured_figures.h"
#include "core/run/run.h"

namespace headroom {

// Seconds of the two things that are compared.
struct TimedPair {
  double above = 0, below = 0;
};

class FigureBench {
 public:
  FigureBench(const FigureInfo& info, const FigureRequest& request, const FigureDevices& devices,
              std::function<double()> clock, Progress& progress);

  const FigureInfo& info() const { return info_; }
  const FigureRequest& request() const { return request_; }
  const FigureDevices& devices() const { return devices_; }
  const std::function<double()>& clock() const { return clock_; }

  // The whole is `parts` of about the same length, of which `done` are done: what follows is the next one.
  // Throws Error{kCancelled}.
  void begin_part(double done, double parts) { begin_between(done / parts, (done + 1) / parts); }
  void begin_between(double from, double to);  // of the whole, 0 to 1
  // Within the part: the next epoch is one of `epochs`.
  void begin_epoch(std::int64_t done, std::int64_t epochs);
  // How much of it is done, 0 to 1; never goes back.
  void report(double share);

  // With what the request changes; keeps no states to look back to.
  RunConfig preset(std::string_view id, std::vector<std::string> selected) const;
  // As many epochs as somebody trains.
  static void train_on(RunConfig& config) { config.train.epochs = std::int64_t{1} << 30; }
  // On the device of all figures, which the first run chooses, or on another one.
  std::unique_ptr<Run> open(RunConfig config, const Run* same_data = nullptr,
                            std::shared_ptr<Device> device = nullptr);
  // Trains every network of the run for an epoch and evaluates. Throws Error{kDiverged}.
  void epoch(Run& run);

  // Asks `both` again and again: once to warm up, then for every repeat as often as gives a time that is
  // worth reading, of which the medians count. Fewer repeats where one takes long, at least three unless the
  // request says how many.
  std::vector<TimedPair> in_turn(const std::function<TimedPair()>& both);
  // How often something slow is repeated.
  int repeats(int usual) const { return request_.repeats.value_or(usual); }

  FigureResult result() const;
  FigureResult result(const Run& run) const;  // with setting and device
  // The median of above : below, times `factor`, and the two times that it comes from.
  void take_ratios(FigureResult& result, const std::vector<TimedPair>& pairs, double factor = 1) const;

 private:
  const FigureInfo& info_;
  const FigureRequest& request_;
  const FigureDevices& devices_;
  std::function<double()> clock_;
  Progress& progress_;
  std::shared_ptr<Device> device_;
  double part_from_ = 0, part_to_ = 1, part_done_ = 0;  // of the whole; of the part
  double epoch_from_ = 0, epoch_to_ = 1;                // of the part
};

// Of the network with this id, which trains in the run.
const Lane& lane_of(const Run& run, std::string_view id);
double last_epoch_seconds(const Run& run, std::string_view id);

// The median, the lowest and the highest of `values`, and how many there are.
void take_values(FigureResult& result, std::vector<double> values);
// Three digits: "20.5", "0.0123", "1 230".
std::string figure_text(double value);
std::string fixed_text(double value, int decimals);
// "five repeats: 19.9 to 21.2"
std::string repeats_text(const FigureResult& result);

FigureArithmetic arithmetic_of(const Lane& lane);
FigureArithmetic arithmetic_of(std::string title, std::string model, const ModelSpec& spec);
// Large to Small: the bars, the marks "parameters" and "arithmetic", and in words why they differ.
void explain_arithmetic(FigureResult& result, const ModelSpec& large, const ModelSpec& small);

}  // namespace headroom
