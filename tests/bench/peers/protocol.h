// What the C++ peers share: the workloads, the rows, the watch, and the lines they answer.
//
// A peer is a program that writes a line of JSON about itself and then answers lines:
//
//   time A 32 0.5        trains for half a second, shuffled: microseconds a step, medians over epochs
//   train A DIRECTORY    from the weights of the directory, rows in order, batch 32: 20 steps, then the rest
//                        of the epoch; the mean loss over the validation rows after each
//
// A directory holds float32: features.f32 [10000, features], targets.f32 [10000], weights.f32: of each layer
// the weights [out, in], then the biases. The first 8,000 rows train. workloads.py writes it.
#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace peers {

constexpr long kRows = 10'000, kTrainRows = 8'000, kCheckBatch = 32, kCheckSteps = 20;
constexpr double kRate = 1e-3;

struct Work {
  std::string name;
  std::vector<long> widths;
  bool softmax() const { return widths.back() > 1; }
  long features() const { return widths.front(); }
  std::size_t layers() const { return widths.size() - 1; }
};

inline Work work_named(const std::string& name) {
  if (name == "A") return {name, {50, 50, 50, 2}};
  if (name == "Bs") return {name, {230, 50, 50, 1}};
  if (name == "Bl") return {name, {230, 200, 200, 200, 200, 200, 1}};
  throw std::runtime_error("no workload " + name);
}

struct Rows {
  long count = 0;
  std::vector<float> x;  // [count, features]
  std::vector<float> y;  // [count], 0 or 1
};

struct Layer {
  std::vector<float> weight, bias;  // [out, in], [out]
};

inline std::vector<float> read_floats(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<float> values(static_cast<std::size_t>(file.tellg()) / sizeof(float));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(float)));
  return values;
}

inline std::vector<Layer> read_weights(const Work& work, const std::string& path) {
  const std::vector<float> all = read_floats(path);
  std::vector<Layer> layers;
  auto at = all.begin();
  for (std::size_t l = 0; l < work.layers(); ++l) {
    const long in = work.widths[l], out = work.widths[l + 1];
    layers.push_back({{at, at + in * out}, {at + in * out, at + (in + 1) * out}});
    at += (in + 1) * out;
  }
  return layers;
}

inline Rows random_rows(const Work& work) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> uniform;
  Rows rows{kTrainRows, {}, {}};
  for (long i = 0; i < kTrainRows * work.features(); ++i) rows.x.push_back(uniform(random));
  for (long i = 0; i < kTrainRows; ++i) rows.y.push_back(static_cast<float>(random() % 2));
  return rows;
}

// As torch.nn.Linear draws them. Every peer is timed from such weights: a saturated network is another load.
inline std::vector<Layer> random_weights(const Work& work) {
  std::mt19937 random(2);
  std::vector<Layer> layers;
  for (std::size_t l = 0; l < work.layers(); ++l) {
    const float bound = 1 / std::sqrt(static_cast<float>(work.widths[l]));
    std::uniform_real_distribution<float> uniform(-bound, bound);
    Layer layer{std::vector<float>(static_cast<std::size_t>(work.widths[l] * work.widths[l + 1])),
                std::vector<float>(static_cast<std::size_t>(work.widths[l + 1]))};
    for (float& weight : layer.weight) weight = uniform(random);
    for (float& bias : layer.bias) bias = uniform(random);
    layers.push_back(std::move(layer));
  }
  return layers;
}

// Times epochs, after one that is not counted.
class Watch {
 public:
  Watch(double seconds, long batch) : seconds_(seconds), steps_((kTrainRows + batch - 1) / batch) {}

  // Called at the end of each epoch; false: enough.
  bool lap() {
    const double clock = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
    if (laps_++ > 0) {
      clock_.push_back((clock - last_clock_) / static_cast<double>(steps_));
      processor_.push_back((processor - last_processor_) / static_cast<double>(steps_));
      spent_ += clock - last_clock_;
    }
    last_clock_ = clock;
    last_processor_ = processor;
    return spent_ < seconds_ || clock_.size() < 2;
  }

  std::string json() const {
    if (clock_.size() < 2) throw std::runtime_error("the training ended before it could be timed");
    std::ostringstream text;
    text << "{\"us\": " << 1e6 * median(clock_) << ", \"processor_us\": " << 1e6 * median(processor_) << "}";
    return text.str();
  }

 private:
  static double now(clockid_t which) {
    timespec time{};
    clock_gettime(which, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  }
  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
  }

  double seconds_;
  long steps_;
  long laps_ = 0;
  double spent_ = 0, last_clock_ = 0, last_processor_ = 0;
  std::vector<double> clock_, processor_;
};

// As PyTorch's set_flush_denormal(True), in this thread and those that it starts.
inline void flush_denormals() {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040U);
#endif
}

// Peer: Peer(work, rows); set_weights(layers); learn(first, count) in order with batch 32;
// loss(first, count); epochs(batch, watch): shuffled, calls watch.lap() after each.
template <typename Make>
std::string answer(const std::string& line, const Make& make) {
  std::istringstream words(line);
  std::string verb, name;
  words >> verb >> name;
  const Work work = work_named(name);
  if (verb == "time") {
    long batch = 0;
    double seconds = 0;
    words >> batch >> seconds;
    const auto peer = make(work, random_rows(work));
    peer->set_weights(random_weights(work));
    Watch watch(seconds, batch);
    peer->epochs(batch, watch);
    return watch.json();
  }
  std::string folder;
  words >> folder;
  const auto peer =
      make(work, Rows{kRows, read_floats(folder + "/features.f32"), read_floats(folder + "/targets.f32")});
  peer->set_weights(read_weights(work, folder + "/weights.f32"));
  std::ostringstream text;
  text.precision(9);
  peer->learn(0, kCheckSteps * kCheckBatch);
  text << "{\"first\": " << peer->loss(kTrainRows, kRows - kTrainRows);
  peer->learn(kCheckSteps * kCheckBatch, kTrainRows - kCheckSteps * kCheckBatch);
  text << ", \"epoch\": " << peer->loss(kTrainRows, kRows - kTrainRows) << "}";
  return text.str();
}

template <typename Make>
int serve(const std::string& version, const Make& make) {
  flush_denormals();
  std::cout << "{\"version\": \"" << version << "\"}" << std::endl;
  for (std::string line; std::getline(std::cin, line);) std::cout << answer(line, make) << std::endl;
  return 0;
}

}  // namespace peers
