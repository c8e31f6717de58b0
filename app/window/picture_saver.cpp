#include "app/window/picture_saver.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "app/window/frame_pacer.h"

namespace headroom::app {

void PictureSaver::request(std::string path, std::function<Rect()> crop) {
  path_ = std::move(path);
  crop_ = std::move(crop);
  settle_ = FramePacer::kSettleFrames;
}

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

void PictureSaver::frame_drawn(const std::function<Picture()>& read) {
  if (settle_ == 0 || --settle_ > 0) return;
  Picture taken = read();
  if (crop_) taken = part_of(taken, crop_());
  job_.start([path = path_, picture = std::make_shared<const Picture>(std::move(taken))](Progress&) {
    const std::filesystem::path directory = std::filesystem::path(path).parent_path();
    std::error_code failed;  // where it fails, writing says why
    if (!directory.empty()) std::filesystem::create_directories(directory, failed);
    write_png(path, *picture);
    return path;
  });
}

std::string PictureSaver::poll() {
  const auto finished = job_.poll();
  if (!finished) return {};
  try {
    return "saved " + finished->take();
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace headroom::app
