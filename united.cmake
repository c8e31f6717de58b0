# Several files of a room compiled as one: most of a first build's time goes into reading the same headers again
# for every file. run.sh builds this way; whoever changes code does without, so that a change compiles one file.
#
# Names that are local to a file are therefore unique in their room. Where the build compiles file by file, the
# tests united.* check it.
option(HEADROOM_UNITED "Compile up to 32 files of a room as one: quick to build, slower to build again" OFF)

# GCC searches its memory for garbage whenever that has grown by a third: a twentieth of the time, spared where a
# compilation may hold 400 MB more.
if(HEADROOM_UNITED AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:--param ggc-min-heapsize=400000>")
endif()

# In the list named `list` of `target`, joins the files of each room that have the same COMPILE_OPTIONS. Files with
# SKIP_UNITY_BUILD_INCLUSION or with definitions of their own stay by themselves. Call it when these are set.
function(headroom_unite target list)
  set(united)
  set(groups)
  foreach(source IN LISTS ${list})
    get_source_file_property(skipped ${source} SKIP_UNITY_BUILD_INCLUSION)
    get_source_file_property(definitions ${source} COMPILE_DEFINITIONS)
    if(skipped OR definitions)
      list(APPEND united ${source})
      continue()
    endif()
    file(RELATIVE_PATH file ${CMAKE_SOURCE_DIR} ${source})
    get_filename_component(room ${file} DIRECTORY)
    string(MAKE_C_IDENTIFIER ${room} room)
    get_source_file_property(options ${source} COMPILE_OPTIONS)
    string(MAKE_C_IDENTIFIER "${room}_${options}" group)
    if(NOT group IN_LIST groups)
      list(APPEND groups ${group})
      set(room_${group} ${room})
      set(options_${group} "${options}")
      set(files_${group})
      set(pieces_${room} 0)
    endif()
    list(APPEND files_${group} ${file})
    set_property(GLOBAL APPEND PROPERTY headroom_files_of_${room} ${file})
    set_property(GLOBAL APPEND PROPERTY headroom_rooms_of_${target} ${room})
  endforeach()
  if(NOT HEADROOM_UNITED)
    return()
  endif()
  foreach(group IN LISTS groups)
    set(room ${room_${group}})
    list(LENGTH files_${group} count)
    math(EXPR pieces "(${count} + 31) / 32")
    math(EXPR size "(${count} + ${pieces} - 1) / ${pieces}")
    while(files_${group})
      math(EXPR pieces_${room} "${pieces_${room}} + 1")
      set(piece ${CMAKE_BINARY_DIR}/united/${room}_${pieces_${room}}.cpp)
      list(SUBLIST files_${group} 0 ${size} files)
      list(REMOVE_ITEM files_${group} ${files})
      headroom_include_all(${piece} ${files})
      if(options_${group})
        set_source_files_properties(${piece} PROPERTIES COMPILE_OPTIONS "${options_${group}}")
      endif()
      list(APPEND united ${piece})
    endwhile()
  endforeach()
  set(${list} ${united} PARENT_SCOPE)
endfunction()

# A source file that includes those named after it; written only when it changes.
function(headroom_include_all file)
  list(TRANSFORM ARGN REPLACE "(.+)" "#include \"\\1\"\n")
  string(CONCAT text ${ARGN})
  file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
endfunction()

# A test for every room of `target` that headroom_unite() has seen: all of its files can be read as one.
function(headroom_test_united target)
  get_property(rooms GLOBAL PROPERTY headroom_rooms_of_${target})
  list(REMOVE_DUPLICATES rooms)
  foreach(room IN LISTS rooms)
    get_property(files GLOBAL PROPERTY headroom_files_of_${room})
    headroom_include_all(${CMAKE_BINARY_DIR}/united/${room}.cpp ${files})
    add_test(NAME united.${room} COMMAND_EXPAND_LISTS
             COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -fsyntax-only ${CMAKE_BINARY_DIR}/united/${room}.cpp
                     "-I$<JOIN:$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>,;-I>")
  endforeach()
endfunction()
