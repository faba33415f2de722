import { expect, it } from 'vitest'
import { isCertificateTrouble, isLoopback, signInTrouble } from './servers.ts'

it.each([
  ['localhost', true], ['127.0.0.1', true], ['127.1.2.3', true], ['::1', true],
  ['imap.mail.ru', false], ['127.0.0.1.example', false], ['10.0.0.1', false], ['localhost.example', false], ['0.0.0.0', false],
])('a password may travel in the open to this machine only: %s', (host, here) => {
  expect(isLoopback(host)).toBe(here)
})

it.each([
  ['NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external', 'app_password'],
  ['Application password is REQUIRED', 'app_password'],
  ['Application-specific password required: https://support.google.com/accounts/answer/185833', 'app_password'],
  ['5.7.9 Please log in with an app password', 'app_password'],
  ['AUTHENTICATE invalid credentials or IMAP is disabled', 'off'],
  ['This user does not have access rights to this service', 'off'],
  ['Authentication failed.', 'password'],
  ['', 'password'],
])('what is to be done is read from the words of the server: %s', (said, why) => {
  expect(signInTrouble(said)).toBe(why)
})

it.each([['DEPTH_ZERO_SELF_SIGNED_CERT', true], ['CERT_HAS_EXPIRED', true], ['ERR_TLS_CERT_ALTNAME_INVALID', true], ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true], ['ECONNREFUSED', false], ['ENOTFOUND', false]])('a certificate that is not trusted is no matter of the network: %s', (code, certificate) => {
  expect(isCertificateTrouble(code)).toBe(certificate)
})
