// Faults that no lesson has alone.
#include <map>
#include <set>

#include "core/base/utf8.h"
#include "core/lessons/lesson.h"

namespace headroom {

std::vector<Error> lesson_order_faults(const std::vector<Lesson>& lessons) {
  std::vector<Error> faults;
  const auto fault = [&faults](const Lesson& lesson, std::string message) {
    faults.emplace_back(ErrorCode::kBadInput, std::move(message), lesson.where);
  };
  std::map<std::string_view, const Lesson*> by_id;
  for (const Lesson& lesson : lessons) {
    const auto [first, fresh] = by_id.emplace(lesson.id, &lesson);
    if (!fresh) {
      fault(lesson, "there is a lesson " + in_quotes(lesson.id) + " already (" + first->second->where +
                        "): give this file another name");
    }
  }
  std::set<std::string_view> told;  // of circles, each once
  for (const Lesson& lesson : lessons) {
    if (lesson.after.empty()) continue;
    if (!by_id.contains(lesson.after)) {
      fault(lesson, "comes after " + in_quotes(lesson.after) +
                        ", but there is no such lesson: name one of its "
                        "neighbours by the name of its file, without '.md'");
      continue;
    }
    // Back through what comes before, until the beginning, a circle, or one that was told of.
    std::string way = lesson.id;
    std::set<std::string_view> on_way{lesson.id};
    const Lesson* at = &lesson;
    while (true) {
      const auto before = by_id.find(at->after);
      if (at->after.empty() || before == by_id.end()) break;
      at = before->second;
      way += ", which comes after " + at->id;
      if (on_way.insert(at->id).second) continue;
      if (at->id == lesson.id && !told.contains(lesson.id)) {
        fault(lesson, "lessons wait for each other in a circle: " + way + "; remove one 'after'");
        told.insert(on_way.begin(), on_way.end());
      }
      break;
    }
  }
  return faults;
}

}  // namespace headroom
