package network.golem.vm.requestor.settings;

/**
 * A setting as it holds now.
 *
 * @param origin who says so, for a person: a flag, a variable, a file, or {@code default}
 */
public record Effective(String key, String value, String origin) {}
