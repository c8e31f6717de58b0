# Warnings are errors in our own code; third-party headers are SYSTEM includes.
add_library(headroom_warnings INTERFACE)
set(headroom_warning_flags -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Wimplicit-fallthrough -Wundef -Werror)
foreach(flag IN LISTS headroom_warning_flags)
  target_compile_options(headroom_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:${flag}>)
endforeach()
# GCC 12 reports overlapping copies inside std::string that cannot happen (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(headroom_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
