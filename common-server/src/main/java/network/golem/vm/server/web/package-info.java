/** The HTTP edge that the servers share: problem+json, limits on bodies, one JSON configuration. */
@NullMarked
package network.golem.vm.server.web;

import org.jspecify.annotations.NullMarked;
