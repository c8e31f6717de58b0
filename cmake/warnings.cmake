# Warnings are errors in our own code; third-party headers are SYSTEM includes.
add_library(headroom_warnings INTERFACE)
set(headroom_warning_flags -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Wimplicit-fallthrough -Wundef -Werror)
foreach(flag IN LISTS headroom_warning_flags)
  target_compile_options(headroom_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:${flag}>)
endforeach()
