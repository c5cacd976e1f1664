/** JSON over HTTP and HTTPS, with one clear sentence for each way in which it fails. */
@NullMarked
package network.golem.vm.requestor.http;

import org.jspecify.annotations.NullMarked;
