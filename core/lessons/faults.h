// What is wrong with a text, each with its line: everything is collected, so that a writer sees all of it at
// once.
//
//   Faults faults("small_or_large.md");
//   faults.add(17, "there is no fact 'epohc'");
//   reading.faults = faults.take();   // in the order of the lines
//
// Thread rule: a plain value.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace headroom {

class Faults {
 public:
  static constexpr std::size_t kMost = 500;  // are kept of one text; of more only their number

  explicit Faults(std::string name) : name_(std::move(name)) {}

  void add(int line, std::string message, ErrorCode code = ErrorCode::kBadInput);
  // Calls `check` and keeps what it throws, at this line.
  template <typename Check, typename Word>
  void check(int line, const Check& check, const Word& word) {
    if (!check) return;
    try {
      check(word);
    } catch (const Error& error) {
      add(line, error.message(), error.code());
    }
  }

  std::string place(int line) const { return name_ + ":" + std::to_string(line); }
  std::size_t count() const { return faults_.size() + left_out_; }
  std::vector<Error> take();

 private:
  std::string name_;
  std::vector<std::pair<int, Error>> faults_;
  std::size_t left_out_ = 0;
};

}  // namespace headroom
