import type { LibraryModel } from './library-model.js';

const wrong = {
  grade: 'critical',
  message: 'sets a default of a client that all requests share: calls made for others go out with it',
  fix: 'pass it with the call, or make a client for the request (axios.create)',
} as const;

/** Default headers, base addresses and tokens of clients that every request uses. */
export const HTTP_CLIENTS: readonly LibraryModel[] = [
  {
    kind: 'setting',
    assigns: [
      'axios[.create()].defaults.**',
      'new axios.Axios.defaults.**',
      'got[.extend()].defaults.**',
      'superagent.agent().**',
    ],
    wrong,
  },
  {
    kind: 'setting',
    calls: [
      'new graphql-request.GraphQLClient.{setHeader,setHeaders,setEndpoint}',
      'superagent.agent().{set,auth,use}',
      'new spotify-web-api-node.{setAccessToken,setRefreshToken,setCredentials}',
      'new {google-auth-library,googleapis}.[google.auth.]OAuth2[Client].setCredentials',
      'new googleapis.[google.]auth.OAuth2.setCredentials',
      'new oauth.OAuth2.setAuthMethod',
    ],
    assigns: ['new google-auth-library.OAuth2Client.credentials', 'new googleapis.google.auth.OAuth2.credentials'],
    wrong: {
      ...wrong,
      message:
        'gives a client that all requests share the identity of one of them: calls made for others go out with it',
      fix: 'make a client for the request',
    },
    overwritten: { grade: 'medium', where: 'everywhere' },
  },
  {
    kind: 'setting',
    calls: [
      '@supabase/supabase-js.createClient().auth.{setSession,setAuth,signIn,signInWithPassword,signInWithIdToken,verifyOtp,exchangeCodeForSession,signUp}',
    ],
    wrong: {
      ...wrong,
      message:
        'signs a client that all requests share in as the user of one of them: queries made for others run as that user',
      fix: 'make a client for the request, with the token of the request',
    },
  },
];
