package io.tributary.stack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Asks a broker for its metadata as a client does, without a client library: the port is open some
 * time before the controller lets the broker work, and only then does the broker list itself.
 *
 * @see <a href="https://kafka.apache.org/protocol.html#The_Messages_Metadata">Metadata</a>
 */
final class KafkaProbe {
  private static final short METADATA = 3;
  private static final short VERSION = 1;
  private static final int CORRELATION_ID = 1;

  /** Key, version, correlation id, null client id, empty list of topics. */
  private static final int REQUEST_BYTES = 2 + 2 + 4 + 2 + 4;

  private KafkaProbe() {}

  static boolean answers(int port) {
    try (Socket socket = Loopback.connect(port)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(REQUEST_BYTES);
      out.writeShort(METADATA);
      out.writeShort(VERSION);
      out.writeInt(CORRELATION_ID);
      out.writeShort(-1);
      out.writeInt(0);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      int correlationId = in.readInt();
      int brokers = in.readInt();
      return correlationId == CORRELATION_ID && brokers > 0;
    } catch (IOException notYet) {
      return false;
    }
  }
}
