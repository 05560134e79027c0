/**
 * Tokens that are worthless before their time. Whether a token is good is decided at the gateway.
 */
package io.berth.lifecycle.token;
