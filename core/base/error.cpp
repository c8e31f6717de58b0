#include "core/base/error.h"

#include <utility>

#include "core/base/names.h"

namespace headroom {

namespace {

constexpr auto kNames = names<ErrorCode>({{ErrorCode::kUsage, "usage"},
                                          {ErrorCode::kBadInput, "bad_input"},
                                          {ErrorCode::kNotFound, "not_found"},
                                          {ErrorCode::kIo, "io"},
                                          {ErrorCode::kOutOfMemory, "out_of_memory"},
                                          {ErrorCode::kDevice, "device"},
                                          {ErrorCode::kUnsupported, "unsupported"},
                                          {ErrorCode::kCancelled, "cancelled"},
                                          {ErrorCode::kDiverged, "diverged"},
                                          {ErrorCode::kInternal, "internal"}});

}  // namespace

std::string_view error_code_name(ErrorCode code) { return kNames.name(code); }

Error::Error(ErrorCode code, std::string message, std::string where)
    : code_(code),
      message_(std::move(message)),
      where_(std::move(where)),
      line_(where_.empty() ? message_ : where_ + ": " + message_) {}

}  // namespace headroom
