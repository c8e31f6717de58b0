// A part of a snapshot: an immutable value that is shared by every snapshot until it changes.
//
//   Part<RunFacts> facts = RunFacts{};
//   facts->features;
//   facts.edit().features = 20;   // a value of its own from here on: whoever shared the old one keeps it
//
// Between two snapshots whose parts are same_as() each other, nothing has changed there.
//
// Thread rule: one thread per Part, as for a shared_ptr; the value behind it may be read by any.
#pragma once

#include <memory>
#include <utility>

namespace headroom {

template <typename T>
class Part {
 public:
  Part() : value_(std::make_shared<const T>()) {}
  Part(T value) : value_(std::make_shared<const T>(std::move(value))) {}  // NOLINT(*-explicit-*)

  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }
  bool same_as(const Part& other) const { return value_ == other.value_; }

  T& edit() {
    auto own = std::make_shared<T>(*value_);
    T& value = *own;
    value_ = std::move(own);
    return value;
  }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace headroom
