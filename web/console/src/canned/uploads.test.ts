import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Schemas } from '../../../wire/frames'
import { $uploads, cancelUpload, encloseFiles, retryUpload, stopUploads } from './uploads'

const { upload } = vi.hoisted(() => ({ upload: vi.fn() }))
vi.mock('../state/api', () => ({ upload, wordsOf: (error: Error) => error.message }))

const bell = () => new File(['ring'], 'bell.txt')
const up = (id: string): Schemas['File'] => ({ id, name: 'bell.txt', type: 'text/plain', size: 4 })
const settled = () => new Promise((done) => setTimeout(done))

beforeEach(() => void upload.mockReset())
afterEach(stopUploads)

it('hands over what is up, and shows how far it is until then', async () => {
  let finish: (file: Schemas['File']) => void = () => {}
  upload.mockImplementation((_path, _form, progress) => {
    progress(0.5)
    return new Promise((done) => {
      finish = done
    })
  })
  const done = vi.fn()
  encloseFiles('row', [bell()], done)
  expect($uploads.get().row).toMatchObject([{ name: 'bell.txt', part: 0.5 }])
  finish(up('f'))
  await settled()
  expect(done.mock.calls).toEqual([[up('f')]])
  expect($uploads.get().row).toBeUndefined()
})

it('says why a file failed, and retries it under the same id', async () => {
  upload.mockRejectedValueOnce(new Error('There is no room')).mockResolvedValueOnce(up('f'))
  const done = vi.fn()
  encloseFiles('row', [bell()], done)
  await settled()
  const [failed] = $uploads.get().row ?? []
  expect(failed?.problem).toBe('There is no room')
  retryUpload('row', failed?.id ?? '')
  await settled()
  expect(done).toHaveBeenCalledOnce()
  const ids = upload.mock.calls.map(([, form]) => (form as FormData).get('id'))
  expect(ids[0]).toBe(ids[1])
})

it('forgets what was cancelled, also when its answer comes late', async () => {
  let finish: (file: Schemas['File']) => void = () => {}
  upload.mockImplementation(
    () =>
      new Promise((done) => {
        finish = done
      }),
  )
  const done = vi.fn()
  encloseFiles('row', [bell()], done)
  const [one] = $uploads.get().row ?? []
  cancelUpload('row', one?.id ?? '')
  expect(upload.mock.calls[0]?.[3].aborted).toBe(true)
  finish(up('f'))
  await settled()
  expect(done).not.toHaveBeenCalled()
  expect($uploads.get().row).toBeUndefined()
})

it('puts files up in the order in which they were chosen, past one that fails', async () => {
  upload.mockResolvedValueOnce(up('a')).mockRejectedValueOnce(new Error('no')).mockResolvedValueOnce(up('c'))
  const done = vi.fn()
  encloseFiles('row', [bell(), bell(), bell()], done)
  expect(upload).toHaveBeenCalledOnce()
  await settled()
  expect(done.mock.calls).toEqual([[up('a')], [up('c')]])
  expect($uploads.get().row).toHaveLength(1)
})
