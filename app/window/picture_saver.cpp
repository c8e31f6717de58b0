#include "app/window/picture_saver.h"

#include <memory>
#include <utility>

#include "app/state/paths.h"
#include "app/window/frame_pacer.h"
#include "core/base/tr.h"

namespace headroom::app {

void PictureSaver::request(std::string path) {
  path_ = std::move(path);
  settle_ = FramePacer::kSettleFrames;
}

void PictureSaver::frame_drawn(const std::function<Picture()>& read) {
  if (settle_ == 0 || --settle_ > 0) return;
  job_.start([path = path_, picture = std::make_shared<const Picture>(read())](Progress&) {
    write_output(path, encode_png(*picture));
    return path;
  });
}

std::string PictureSaver::poll() {
  const auto finished = job_.poll();
  if (!finished) return {};
  try {
    return tr("saved {1}", finished->take());
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace headroom::app
