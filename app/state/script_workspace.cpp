#include <algorithm>

#include "app/state/script_views.h"

namespace headroom::app {
namespace {

Step drafting(std::function<void(WorkspaceDraft&)> change) {
  return step::Do{action::ChangeWorkspace{std::move(change)}};
}

HiddenList take_groups(ScriptWords& words) {
  HiddenList groups;
  const std::string text = words.word("groups as " + kHiddenTable.list(",") + ", or none");
  if (text == "none") return groups;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string name = text.substr(at, end - at);
    const HiddenRow* const row = kHiddenTable.find(name);
    if (row == nullptr) words.fail("wants some of " + kHiddenTable.list(",") + ", not '" + name + "'");
    if (std::find(groups.begin(), groups.end(), row->value) == groups.end()) groups.push_back(row->value);
    at = end + 1;
  }
  return groups;
}

}  // namespace

Step parse_workspace(ScriptWords& words) {
  switch (words.choice(
      {"save", "open", "title", "author", "text", "hide", "data", "show-all", "sheet", "on", "off"})) {
    case 0: return step::Do{action::SaveWorkspace{words.empty() ? "" : words.rest("a file name")}};
    case 1: return step::Do{action::OpenPath{words.rest("a workspace")}};
    case 2: return drafting([text = words.rest("a title")](WorkspaceDraft& draft) { draft.title = text; });
    case 3: return drafting([text = words.rest("a name")](WorkspaceDraft& draft) { draft.author = text; });
    case 4:
      return drafting(
          [text = words.rest("what the class does")](WorkspaceDraft& draft) { draft.instructions = text; });
    case 5: return drafting([groups = take_groups(words)](WorkspaceDraft& draft) { draft.hides = groups; });
    case 6: {
      const bool inside = words.choice({"inside", "reference"}) == 0;
      return drafting([way = inside ? DataWay::kInside : DataWay::kReference](WorkspaceDraft& draft) {
        draft.way = way;
      });
    }
    case 7: return step::Do{action::ShowHidden{}};
    case 8: return step::Do{action::MakeClassSheet{words.empty() ? "" : words.rest("a file name")}};
    case 9: return step::Do{action::EditWorkspace{true}};
    default: return step::Do{action::EditWorkspace{false}};
  }
}

}  // namespace headroom::app
