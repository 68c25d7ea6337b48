package io.tributary.benchmarks.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Panels side by side, one for each thing that grows, of what a message costs.
 *
 * @param lines by what grows: microseconds by its size, ascending
 */
record Chart(Map<String, Map<Integer, Double>> lines) {

  private static final int WIDTH = 240;
  private static final int HEIGHT = 160;
  private static final int MARGIN = 40;

  String svg() {
    double most =
        lines.values().stream()
            .flatMap(line -> line.values().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n"
            .formatted(lines.size() * (WIDTH + MARGIN) + MARGIN, HEIGHT + 2 * MARGIN));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    int left = MARGIN;
    for (Map.Entry<String, Map<Integer, Double>> line : lines.entrySet()) {
      panel(line.getKey(), line.getValue(), left, most, svg);
      left += WIDTH + MARGIN;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(
      String what, Map<Integer, Double> line, int left, double most, StringBuilder svg) {
    List<String> points = new ArrayList<>();
    int step = WIDTH / line.size();
    int x = left + step / 2;
    for (Map.Entry<Integer, Double> point : line.entrySet()) {
      double y = MARGIN + HEIGHT * (1 - point.getValue() / most);
      points.add(String.format(Locale.ROOT, "%d,%.1f", x, y));
      text(x, HEIGHT + MARGIN + 14, "%,d".formatted(point.getKey()), svg);
      text(x, (int) y - 6, String.format(Locale.ROOT, "%.1f", point.getValue()), svg);
      x += step;
    }
    svg.append(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#999\"/>%n"
            .formatted(left, MARGIN, MARGIN + HEIGHT, left + WIDTH));
    svg.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"2\"/>%n"
            .formatted(String.join(" ", points)));
    text(left + WIDTH / 2, MARGIN / 2, "CPU µs/message by " + what, svg);
  }

  private static void text(int x, int y, String text, StringBuilder svg) {
    svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n".formatted(x, y, text));
  }
}
