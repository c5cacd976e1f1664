package network.golem.vm.provider.web;

import network.golem.vm.model.identity.NodeId;

/**
 * Who sends a request, proved by the TLS client certificate and nothing else. A controller method
 * with a parameter of this type refuses callers without one.
 */
public record Caller(NodeId nodeId) {}
