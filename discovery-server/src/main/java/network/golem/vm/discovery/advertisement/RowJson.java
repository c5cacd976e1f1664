package network.golem.vm.discovery.advertisement;

import java.util.Arrays;
import network.golem.vm.model.json.Json;

/**
 * A row as it is answered: written when it is first asked for, then copied into each answer.
 * Thread-safe.
 */
public final class RowJson {

  /** A {@link ListingRow} until it is asked for, then only its JSON: one of both has to be kept. */
  private volatile Object content;

  RowJson(ListingRow row) {
    this.content = row;
  }

  /** Bytes. */
  public int length() {
    return json().length;
  }

  /** Copies it to a place in an answer; returns the place after it. */
  public int copyTo(byte[] answer, int at) {
    byte[] json = json();
    System.arraycopy(json, 0, answer, at, json.length);
    return at + json.length;
  }

  byte[] bytes() {
    return json().clone();
  }

  private byte[] json() {
    if (content instanceof ListingRow row) {
      content = Json.MAPPER.writeValueAsBytes(row); // twice by two at once is the same
    }
    return (byte[]) content;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowJson row && Arrays.equals(json(), row.json());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(json());
  }
}
