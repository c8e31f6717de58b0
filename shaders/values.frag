#version 410 core
// One pixel a value: its colour on a ramp, laid over a ground. What app/ui/ramps.h says of the same value.
uniform sampler2D values;   // one number a pixel
uniform sampler2D weights;  // as many, or one pixel: how much of the ramp's colour is laid over the ground
uniform sampler2D ramp;     // colours from its low to its high end, in one line
uniform float low;          // the value at the low end
uniform float per_value;    // 1 / (value at the high end - low); 0: both are the same
uniform float share;        // the weight, where there is one for all
uniform bool one_share;
uniform vec4 no_number;
uniform vec4 ground;
out vec4 color;

// By its bits: a compiler may take isnan() for false.
bool is_nan(float value) { return (floatBitsToUint(value) & 0x7fffffffu) > 0x7f800000u; }

void main() {
  ivec2 cell = ivec2(gl_FragCoord.xy);
  float value = texelFetch(values, cell, 0).r;
  if (is_nan(value)) {
    color = vec4(no_number.rgb, 1.0);
    return;
  }
  float last = float(textureSize(ramp, 0).x - 1);
  float at = per_value > 0.0 ? clamp((value - low) * per_value, 0.0, 1.0) * last : 0.0;
  float below = min(floor(at), last - 1.0);
  vec3 from = texelFetch(ramp, ivec2(int(below), 0), 0).rgb;
  vec3 to = texelFetch(ramp, ivec2(int(below) + 1, 0), 0).rgb;
  float weight = one_share ? share : texelFetch(weights, cell, 0).r;
  color = vec4(mix(ground.rgb, mix(from, to, at - below), weight), 1.0);
}
