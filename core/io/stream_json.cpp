#include "core/io/stream_json.h"

#include <limits>

#include "core/base/json.h"

namespace headroom {
namespace {}  // namespace

Json stream_to_json(const StreamFigures& figures) {
  return {{"bytes", figures.bytes},
          {"bytes_per_second", figures.bandwidth()},
          {"gather_seconds", figures.gather_seconds},
          {"upload_seconds", figures.upload_seconds},
          {"waited_seconds", figures.waited_seconds},
          {"hidden", figures.hidden()}};
}

StreamFigures stream_from_json(JsonObject object) {
  StreamFigures figures;
  figures.bytes = object.integer("bytes", 0, std::numeric_limits<Bytes>::max());
  figures.gather_seconds = object.number("gather_seconds", 0, kAnyNumber);
  figures.upload_seconds = object.number("upload_seconds", 0, kAnyNumber);
  figures.waited_seconds = object.number("waited_seconds", 0, kAnyNumber);
  object.number("bytes_per_second", 0, kAnyNumber);
  object.number("hidden", 0, 1);
  object.finish();
  return figures;
}

}  // namespace headroom
