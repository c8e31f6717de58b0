// The words for an enumeration's values, listed once: for documents, the command line, scripts, the
// window, and for messages that list the choices.
//
//   enum class Shuffle { kEpoch, kNone };
//   inline constexpr auto kShuffles = names<Shuffle>({{Shuffle::kEpoch, "epoch"}, {Shuffle::kNone, "none"}});
//
//   kShuffles.name(Shuffle::kNone);                  // "none"
//   kShuffles.parse("epok", "order", "--shuffle");   // throws, and lists the choices
//   kShuffles.list();                                // "epoch, none"
//
// A table that says more about each value defines its own row type, which begins with `value` and `name`
// (core/model/optimizer.h). A value without a row does not compile. A second row for a value is another
// word that parse() accepts for it.
//
// Thread rule: constants.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/error.h"

namespace headroom {

template <typename Value>
struct Name {
  Value value;
  std::string_view name;
};

// Whether `kValue` is an enumerator: compilers print others as a number in a cast. Where they do so is looked
// for once, as every file that knows a table goes through all of its values.
template <auto kValue>
constexpr const char* value_in_words() {
  return __PRETTY_FUNCTION__;
}
inline constexpr std::size_t kValueAt =
    std::string_view(value_in_words<ErrorCode{}>()).find("kValue = ") + sizeof "kValue =";

// How many values an enumeration has that counts from 0 without gaps.
template <typename E, int kFrom = 0>
constexpr int enumerator_count() {
  if constexpr (value_in_words<static_cast<E>(kFrom)>()[kValueAt] != '(')
    return enumerator_count<E, kFrom + 1>();
  return kFrom;
}

template <typename Row, std::size_t kRows>
class Names {
 public:
  using Value = decltype(Row::value);

  constexpr explicit Names(const Row (&rows)[kRows]) : Names(rows, std::make_index_sequence<kRows>()) {
#ifndef __CUDACC__  // nvcc prints enumerators in its own way; the host's compiler reads the same headers
    if constexpr (std::is_enum_v<Value>) {
      for (int i = 0; i < enumerator_count<Value>(); ++i) row(static_cast<Value>(i));
    }
#endif
  }

  constexpr const Row* begin() const { return rows_; }
  constexpr const Row* end() const { return rows_ + kRows; }
  static constexpr std::size_t size() { return kRows; }

  // The first row of a value.
  constexpr const Row& row(Value value) const {
    for (const Row& each : rows_) {
      if (each.value == value) return each;
    }
    throw Error(ErrorCode::kInternal, "an enumeration holds a value without a name");
  }
  constexpr std::string_view name(Value value) const { return row(value).name; }

  // The row of a word; null where there is none.
  constexpr const Row* find(std::string_view name) const {
    for (const Row& each : rows_) {
      if (each.name == name) return &each;
    }
    return nullptr;
  }

  // Throws Error{kUsage} that lists the choices. `what`: "activation".
  Value parse(std::string_view name, std::string_view what, std::string where = {}) const {
    if (const Row* const found = find(name)) return found->value;
    throw Error(ErrorCode::kUsage,
                "unknown " + std::string(what) + " '" + std::string(name) + "': choose one of " + list(),
                std::move(where));
  }

  // "relu, tanh, gelu"; list(", ", " or "): "relu, tanh or gelu".
  std::string list(std::string_view between = ", ", std::string_view before_last = {}) const {
    std::string text;
    for (std::size_t i = 0; i < kRows; ++i) {
      const bool last = i + 1 == kRows && !before_last.empty();
      if (i > 0) text += last ? before_last : between;
      text += rows_[i].name;
    }
    return text;
  }

 private:
  template <std::size_t... kIndex>
  constexpr Names(const Row (&rows)[kRows], std::index_sequence<kIndex...>) : rows_{rows[kIndex]...} {}

  Row rows_[kRows];
};

template <typename Value, std::size_t kRows>
constexpr Names<Name<Value>, kRows> names(const Name<Value> (&rows)[kRows]) {
  return Names<Name<Value>, kRows>(rows);
}
template <typename Row, std::size_t kRows>
constexpr Names<Row, kRows> named_rows(const Row (&rows)[kRows]) {
  return Names<Row, kRows>(rows);
}

}  // namespace headroom
