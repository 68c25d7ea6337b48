package io.tributary.tools.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.tools.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line. */
record Run(int exit, String out, String err) {

  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        TributaryCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  JsonNode json() throws Exception {
    return new JsonMapper().readTree(out);
  }
}
