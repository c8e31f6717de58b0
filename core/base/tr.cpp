#include "core/base/tr.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/translation.h"

namespace headroom {
namespace {

std::atomic<const Translation*> chosen{nullptr};
thread_local int english_scopes = 0;

const Translation* translation() {
  return english_scopes > 0 ? nullptr : chosen.load(std::memory_order_acquire);
}

}  // namespace

void use_translation(std::shared_ptr<const Translation> translation) {
  static std::mutex mutex;
  static std::vector<std::shared_ptr<const Translation>> used;
  const std::lock_guard lock(mutex);
  chosen.store(translation.get(), std::memory_order_release);
  if (translation && std::find(used.begin(), used.end(), translation) == used.end())
    used.push_back(std::move(translation));
}

std::string_view language() {
  const Translation* const now = translation();
  return now ? std::string_view(now->language()) : "en";
}

const char* tr(const char* english) {
  const Translation* const now = translation();
  const char* const text = now ? now->find(english) : nullptr;
  return text ? text : english;
}

std::string_view tr(std::string_view english) {
  const Translation* const now = translation();
  const char* const text = now ? now->find(english) : nullptr;
  return text ? text : english;
}

const char* tr_c(const char* context, const char* english) {
  const Translation* const now = translation();
  const char* const text = now ? now->find(Translation::key(context, english)) : nullptr;
  return text ? text : english;
}

const char* plural(const char* one, const char* many, std::int64_t n) {
  const Translation* const now = translation();
  const char* const text = now ? now->find_plural(one, n) : nullptr;
  if (text) return text;
  return n == 1 ? one : many;
}

std::string filled(std::string_view pattern, std::initializer_list<std::string_view> places) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::size_t place = i + 2 < pattern.size() && pattern[i] == '{' && pattern[i + 2] == '}'
                                  ? static_cast<std::size_t>(pattern[i + 1] - '0')
                                  : 0;
    if (place >= 1 && place <= places.size() && place <= 9) {
      text += places.begin()[place - 1];
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

std::string with_count(std::string_view pattern, std::int64_t n) {
  std::string text(pattern);
  if (const std::size_t at = text.find("{n}"); at != std::string::npos) text.replace(at, 3, format_count(n));
  return text;
}

std::string local_number(std::string number) {
  if (const Translation* const now = translation()) {
    std::replace(number.begin(), number.end(), '.', now->decimal_mark());
  }
  return number;
}

std::string plain_number(std::string typed) {
  if (const Translation* const now = translation()) {
    std::replace(typed.begin(), typed.end(), now->decimal_mark(), '.');
  }
  return typed;
}

InEnglish::InEnglish() { ++english_scopes; }
InEnglish::~InEnglish() { --english_scopes; }

}  // namespace headroom
