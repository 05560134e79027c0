/** Who is calling: the secret of this generation and the signed name of the caller. */
package io.berth.km.access;
