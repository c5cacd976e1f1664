package network.golem.vm.discovery.advertisement;

import java.util.Arrays;

/** A row as it is answered, made once and copied into each answer. Immutable. */
public final class RowJson {

  private final byte[] json;

  /**
   * @param json a JSON object; not to be changed afterwards
   */
  RowJson(byte[] json) {
    this.json = json;
  }

  /** Bytes. */
  public int length() {
    return json.length;
  }

  /** Copies it to a place in an answer; returns the place after it. */
  public int copyTo(byte[] answer, int at) {
    System.arraycopy(json, 0, answer, at, json.length);
    return at + json.length;
  }

  byte[] bytes() {
    return json.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowJson row && Arrays.equals(json, row.json);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(json);
  }
}
