#include "core/predict/judged_answers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "core/base/nearest.h"

namespace headroom {
namespace {

constexpr std::size_t kLongest = 200;  // bytes of a label that are compared
constexpr double kLeastProbability = std::numeric_limits<double>::min();

// Signs in front stay: "<5" and ">5" are not the same.
std::string plain(std::string text) {
  text.resize(std::min(text.size(), kLongest));
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() &&
         (is_blank(text.back()) || std::string(".,;:!?\"'").find(text.back()) != std::string::npos)) {
    text.pop_back();
  }
  text.erase(0,
             static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_blank) - text.begin()));
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::optional<double> number_in(const std::string& text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

void count_unknown(JudgedAnswers& judged, std::map<std::string, std::size_t>& places, const RunRecord& record,
                   const std::string& label) {
  const auto [place, added] = places.emplace(label, judged.unknown.size());
  if (added) judged.unknown.push_back({label, 0, nearest_label(label, record.class_names)});
  ++judged.unknown[place->second].rows;
}

}  // namespace

std::int64_t JudgedAnswers::unknown_rows() const {
  std::int64_t count = 0;
  for (const UnknownLabel& label : unknown) count += label.rows;
  return count;
}

std::string nearest_label(const std::string& label, const std::vector<std::string>& names) {
  const std::string wanted = plain(label);
  std::string nearest;
  std::pair<std::size_t, std::size_t> least;
  for (const std::string& name : names) {
    const std::string known = plain(name);
    const std::pair<std::size_t, std::size_t> distance{
        edit_distance(wanted, known), edit_distance(label.substr(0, kLongest), name.substr(0, kLongest))};
    if (2 * distance.first > std::max(wanted.size(), known.size())) continue;
    if (nearest.empty() || distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

JudgedAnswers judge_answers(const RunRecord& record, const std::vector<PredictedRow>& predictions,
                            const std::vector<std::string>& targets) {
  const bool regression = record.task == Task::kRegression;
  std::map<std::string, std::int64_t> class_of;
  for (std::size_t c = 0; c < record.class_names.size(); ++c) {
    class_of[record.class_names[c]] = static_cast<std::int64_t>(c);
  }
  JudgedAnswers judged;
  std::map<std::string, std::size_t> places;
  std::vector<std::int64_t> said;
  std::vector<double> given;
  for (std::size_t r = 0; r < targets.size(); ++r) {
    const std::string& target = targets[r];
    const PredictedRow& prediction = predictions[r];
    if (target.empty()) {
      ++judged.without_target;
    } else if (regression) {
      const std::optional<double> value = number_in(target);
      if (!value) {
        count_unknown(judged, places, record, target);
        continue;
      }
      judged.rows.push_back(static_cast<std::int64_t>(r));
      judged.wanted.push_back(*value);
      given.push_back(prediction.output[0]);
      const double off = (prediction.output[0] - *value) / record.target.deviation;
      judged.loss += off * off;
    } else {
      const auto found = class_of.find(target);
      if (found == class_of.end()) {
        count_unknown(judged, places, record, target);
        continue;
      }
      judged.rows.push_back(static_cast<std::int64_t>(r));
      judged.truth.push_back(found->second);
      said.push_back(prediction.class_index);
      const double p = prediction.probabilities[static_cast<std::size_t>(found->second)];
      judged.loss -= std::log(std::max(p, kLeastProbability));
    }
  }
  judged.loss /= static_cast<double>(judged.rows.size());
  if (regression) {
    judged.values = value_metrics(judged.wanted, given);
  } else {
    judged.classes = class_metrics(judged.truth, said, static_cast<std::int64_t>(record.class_names.size()));
  }
  return judged;
}

}  // namespace headroom
