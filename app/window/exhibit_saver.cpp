#include "app/window/exhibit_saver.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "app/state/paths.h"
#include "app/widgets/drawing_svg.h"
#include "app/window/frame_pacer.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {

Picture part_of(const Picture& whole, const Rect& part) {
  const auto inside = [](float value, int most) { return std::clamp(static_cast<int>(value), 0, most); };
  const int left = inside(part.x, whole.width), right = inside(part.right(), whole.width);
  const int top = inside(part.y, whole.height), bottom = inside(part.bottom(), whole.height);
  Picture picture{right - left, bottom - top, {}};
  for (int y = top; y < bottom; ++y) {
    const auto row = whole.rgb.begin() + static_cast<std::ptrdiff_t>(y) * whole.width * 3;
    picture.rgb.insert(picture.rgb.end(), row + left * 3, row + right * 3);
  }
  return picture;
}

Picture framed(const Picture& picture, int margin, const ImVec4& color) {
  Picture larger{picture.width + 2 * margin, picture.height + 2 * margin, {}};
  const auto byte = [](float v) { return static_cast<std::uint8_t>(std::lround(255 * v)); };
  const std::array<std::uint8_t, 3> ground{byte(color.x), byte(color.y), byte(color.z)};
  const auto pixels = static_cast<std::size_t>(larger.width) * static_cast<std::size_t>(larger.height);
  larger.rgb.reserve(3 * pixels);
  for (std::size_t i = 0; i < pixels; ++i) larger.rgb.insert(larger.rgb.end(), ground.begin(), ground.end());
  for (int y = 0; y < picture.height; ++y) {
    const auto row = picture.rgb.begin() + static_cast<std::ptrdiff_t>(y) * picture.width * 3;
    std::copy_n(row, picture.width * 3,
                larger.rgb.begin() + (static_cast<std::ptrdiff_t>(y + margin) * larger.width + margin) * 3);
  }
  return larger;
}

void ExhibitSaver::request(action::Export wanted) {
  wanted_ = std::move(wanted);
  settle_ = FramePacer::kSettleFrames;
}

// What the job makes the file's content of.
std::function<std::string()> ExhibitSaver::bytes_of(const Exhibit& exhibit, const ExhibitFrame& frame) const {
  const auto pixels = [&frame](const Picture& whole, const Rect& area) {
    const float by = frame.pixel_ratio;
    return part_of(whole, {area.x * by, area.y * by, area.w * by, area.h * by});
  };
  switch (wanted_.format) {
    case ExportFormat::kCsv:
      return [csv = exhibit.csv] {
        const InEnglish scope;  // other programs read it
        return csv();
      };
    case ExportFormat::kPng: {
      const auto margin = static_cast<int>(std::lround(kExhibitMargin * frame.pixel_ratio));
      return [picture = std::make_shared<const Picture>(
                  framed(pixels(frame.read(), exhibit.area), margin, frame.theme.panel))] {
        return encode_png(*picture);
      };
    }
    case ExportFormat::kSvg: break;
  }
  std::optional<Picture> whole;  // read where something has no outlines
  const Cutting cutting{exhibit.area, frame.theme, frame.fonts, [&](const Rect& area) {
                          if (!whole) whole = frame.read();
                          return pixels(*whole, area);
                        }};
  Drawing taken = frame.tape.finish(*ImGui::GetDrawData(), cutting);
  const Rect& area = exhibit.area;
  taken.area = {area.x - kExhibitMargin, area.y - kExhibitMargin, area.w + 2 * kExhibitMargin,
                area.h + 2 * kExhibitMargin};
  taken.ground = frame.theme.panel;
  return [drawing = std::make_shared<const Drawing>(std::move(taken)), title = exhibit.title] {
    return drawing_svg(*drawing, title);
  };
}

void ExhibitSaver::frame_drawn(const ExhibitFrame& frame) {
  if (settle_ == 0 || --settle_ > 0) return;
  const Exhibit* const exhibit = frame.exhibits.find(wanted_.name);
  const std::string where = "export " + wanted_.name;
  if (exhibit == nullptr) {
    const std::vector<std::string> names = frame.exhibits.names();
    refusal_ = Error(ErrorCode::kNotFound,
                     names.empty() ? std::string(tr("it is not shown: there is nothing here to export"))
                                   : tr("it is not shown: what can be exported here is {1}", join(names)),
                     where);
  } else if (wanted_.format == ExportFormat::kCsv && !exhibit->csv) {
    refusal_ =
        Error(ErrorCode::kUnsupported, tr("there are no numbers behind it: save it as png or svg"), where);
  } else {
    job_.start([bytes = bytes_of(*exhibit, frame), path = wanted_.path, copy = wanted_.copy](Progress&) {
      if (copy) return ExhibitNews{.notice = tr("copied"), .copied = bytes()};
      write_output(path, bytes());
      return ExhibitNews{.notice = tr("saved {1}", path)};
    });
  }
  if (frame.tape.running()) frame.tape.stop();
}

std::optional<ExhibitNews> ExhibitSaver::poll() {
  if (refusal_) return ExhibitNews{.failure = std::exchange(refusal_, std::nullopt)};
  const auto finished = job_.poll();
  if (!finished) return std::nullopt;
  try {
    return finished->take();
  } catch (const Error& error) {
    return ExhibitNews{.failure = error};
  } catch (const std::exception& thrown) {
    return ExhibitNews{.failure = Error(ErrorCode::kInternal, thrown.what(), "export")};
  }
}

}  // namespace headroom::app
