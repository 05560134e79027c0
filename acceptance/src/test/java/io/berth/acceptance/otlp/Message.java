package io.berth.acceptance.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A message of Protocol Buffers, read field by field: as much of the format as OTLP uses. */
final class Message {
  /** One field: its number, and its value as a number or as bytes. */
  private record Field(int number, long value, byte[] bytes) {}

  private final List<Field> fields = new ArrayList<>();

  Message(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      int number = (int) (key >>> 3);
      switch ((int) key & 7) {
        case 0 -> fields.add(new Field(number, varint(in), null));
        case 1 -> fields.add(new Field(number, in.getLong(), null));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          fields.add(new Field(number, 0, bytes));
        }
        case 5 -> fields.add(new Field(number, in.getInt(), null));
        default -> throw new IllegalArgumentException("not Protocol Buffers");
      }
    }
  }

  List<Message> messages(int number) {
    return fields.stream()
        .filter(field -> field.number == number && field.bytes != null)
        .map(field -> new Message(field.bytes))
        .toList();
  }

  String text(int number) {
    return new String(bytes(number), UTF_8);
  }

  String hex(int number) {
    return HexFormat.of().formatHex(bytes(number));
  }

  long number(int number) {
    return fields.stream()
        .filter(f -> f.number == number)
        .mapToLong(Field::value)
        .findFirst()
        .orElse(0);
  }

  boolean has(int number) {
    return fields.stream().anyMatch(field -> field.number == number);
  }

  private byte[] bytes(int number) {
    return fields.stream()
        .filter(field -> field.number == number && field.bytes != null)
        .map(Field::bytes)
        .findFirst()
        .orElse(new byte[0]);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
