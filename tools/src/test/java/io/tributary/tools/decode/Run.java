package io.tributary.tools.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** One run of the command. */
record Run(int exit, List<String> lines, String err) {

  static Run of(String input, String... arguments) {
    return of(Map.of(), input, arguments);
  }

  static Run of(Map<String, String> environment, String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    StringWriter err = new StringWriter();
    int exit = run(environment, in, out, err, arguments);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return new Run(exit, lines, err.toString());
  }

  static int run(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      StringWriter err,
      String... arguments) {
    return new CommandLine(new DecodeCommand(in, out, environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** The only line. */
  String line() {
    if (lines.size() != 1) {
      throw new AssertionError(lines.size() + " lines, and on stderr: " + err);
    }
    return lines.get(0);
  }
}
